"""Two things that graphs of waiting milestones need: knots, and the shortest way."""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def knots(nodes: Iterable[Node], after: Callable[[Node], Iterable[Node]]) -> list[list[Node]]:
    """The strongly connected components (Tarjan, without recursion); a component comes after all that it leads to."""
    found: list[list[Node]] = []
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    pending: list[Node] = []
    waiting: set[Node] = set()
    for start in nodes:
        if start in index:
            continue
        index[start] = low[start] = len(index)
        pending.append(start)
        waiting.add(start)
        work = [(start, iter(after(start)))]
        while work:
            node, rest = work[-1]
            for each in rest:
                if each not in index:
                    index[each] = low[each] = len(index)
                    pending.append(each)
                    waiting.add(each)
                    work.append((each, iter(after(each))))
                    break
                if index[each] < low[node] and each in waiting:
                    low[node] = index[each]
            else:
                work.pop()
                if low[node] == index[node]:
                    found.append(_cut(pending, waiting, node))
                elif low[node] < low[work[-1][0]]:
                    low[work[-1][0]] = low[node]
    return found


def _cut(pending: list[Node], waiting: set[Node], node: Node) -> list[Node]:
    """The component whose first node is ``node``, taken off the stack."""
    component = [pending.pop()]
    while component[-1] != node:
        component.append(pending.pop())
    waiting.difference_update(component)
    return component[::-1]


def cheapest_way(start: str, end: str, steps: Mapping[str, Iterable[tuple[str, int, int]]]) -> list[int] | None:
    """Numbers of the steps that lead from ``start`` to ``end``; None where there is no way.

    ``steps``: node → (to, number, cost 0 or 1). The way has the lowest cost; of equal ones one found first.
    """
    if start == end:
        return []
    best = {start: 0}
    came: dict[str, tuple[str, int]] = {}
    queue = deque([(0, start)])
    while queue:
        spent, node = queue.popleft()
        if node == end:
            break
        if spent > best[node]:
            continue
        for to, number, cost in steps.get(node, ()):
            if spent + cost < best.get(to, spent + cost + 1):
                best[to] = spent + cost
                came[to] = (node, number)
                (queue.append if cost else queue.appendleft)((spent + cost, to))
    if end not in came:
        return None
    way = []
    node = end
    while node != start:
        node, number = came[node]
        way.append(number)
    return way[::-1]
