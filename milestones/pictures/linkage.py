"""The linkage: areas of control, and between each two of them the measures that join them, by sector and state; crossings."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.pictures.data import Area, Crossing, LinkageData, Measure, Options, Passage, Picture, Sector, Working
from milestones.pictures.lettering import ELLIPSIS, measure, wrapped
from milestones.pictures.linkage_table import linkage_table
from milestones.pictures.marks import Sign, legend, passage_sign, working_sign
from milestones.pictures.scene import SIZES, Scene, heading
from milestones.pictures.wording import passage_word, working_word

#: Width of an area, height of a line in it, room around its lines.
_NODE_WIDTH, _NODE_LINE, _NODE_PAD = 176.0, 18.0, 24.0
_DOT, _COUNTED, _CARD_LINE, _DOTS = 13.0, 29.0, 17.0, 10
_STATES: tuple[Working, ...] = ("working", "partly", "one_end", "disputed", "not_working", "unknown")
_PASSAGES: tuple[Passage, ...] = ("open", "limited", "closed", "contested", "unknown")
#: Where on the line between two areas a card may stand, the middle first.
_PLACES = (0.5, 0.42, 0.58, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75)
_CLOSE = 8.0
_STRIPE = 32.0
_STRIP_NODE = 108.0
#: Height of the map against its width: the first that leaves room for all cards.
_RATIOS = (0.62, 0.75, 0.9, 1.1, 1.4)
#: Two areas stand side by side, and need less.
_FLAT = (0.18, 0.3, 0.45)
#: Under this width there is no room for a map.
_NARROW = 600


@dataclass(frozen=True)
class _Box:
    """A rectangle around a middle."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "_Box") -> bool:
        return (
            abs(self.x - other.x) * 2 < self.width + other.width + 2 * _CLOSE
            and abs(self.y - other.y) * 2 < self.height + other.height + 2 * _CLOSE
        )


class _Taken:
    """Boxes, by the stripes of the map that they touch: of hundreds, only those around a place are looked at."""

    def __init__(self, boxes: Iterable[_Box]) -> None:
        self.stripes: dict[int, list[_Box]] = defaultdict(list)
        for box in boxes:
            self.add(box)

    def add(self, box: _Box) -> None:
        for number in self._touched(box):
            self.stripes[number].append(box)

    def covers(self, box: _Box) -> bool:
        """Whether one of them meets the box."""
        return any(box.meets(other) for number in self._touched(box) for other in self.stripes.get(number, ()))

    @staticmethod
    def _touched(box: _Box) -> range:
        reach = box.height / 2 + _CLOSE
        return range(int((box.y - reach) // _STRIPE), int((box.y + reach) // _STRIPE) + 1)


@dataclass(frozen=True)
class _Between:
    """All that joins two areas: ``sectors`` in the document's order with their measures."""

    first: Area
    second: Area
    sectors: tuple[tuple[Sector, tuple[Measure, ...]], ...]
    crossings: tuple[Crossing, ...]

    @property
    def counted(self) -> bool:
        """Whether there are too many measures to show a sign for each: then a sign for each state has a number."""
        return any(len(measures) > _DOTS for _sector, measures in self.sectors)

    @property
    def step(self) -> float:
        """From sign to sign."""
        return _COUNTED if self.counted else _DOT

    def signs(self, measures: tuple[Measure, ...]) -> list[tuple[Working, str, str]]:
        """State, what is told of it, and the number behind it."""
        if not self.counted:
            return [(each.state, f"{each.code} {each.title}", "") for each in measures]
        counts = Counter(each.state for each in measures)
        return [(state, working_word(state), str(counts[state])) for state in _STATES if counts[state]]

    @property
    def codes(self) -> float:
        return max((measure(sector.code, SIZES["fine"]) for sector, _measures in self.sectors), default=0)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of its card."""
        signs = max((len(self.signs(measures)) for _sector, measures in self.sectors), default=0)
        return self.codes + signs * self.step + 26, len(self.sectors) * _CARD_LINE + 10


@dataclass(frozen=True)
class _Map:
    """Where everything stands. ``clear`` is false where cards had to cover one another."""

    height: float
    nodes: dict[str, _Box]
    cards: tuple[tuple[_Between, _Box], ...]
    clear: bool

    def ends(self, pair: _Between) -> tuple[_Box, _Box]:
        return self.nodes[pair.first.key], self.nodes[pair.second.key]


def linkage(data: LinkageData, language: str, options: Options = Options(), *, name: str = "linkage") -> Picture:  # noqa: B008 frozen
    """The same areas always stand in the same places. A measure among three areas stands on each line between them."""
    scene = Scene(max(options.width, 300), language)
    top = heading(scene, data.title, drawn=options.heading)
    pairs = [_between(data, first, second) for first, second in combinations(data.areas, 2)]
    if not data.areas:
        scene.words(0, top + 14, _("The draft names no area of control yet."), kind="ink-2")
        bottom = top + 14
    elif scene.width < _NARROW:
        bottom = _draw_strips(scene, pairs, top)
    else:
        bottom = _draw_map(scene, data.areas, pairs, top)
    bottom = legend(scene, bottom + 8, _entries(data))
    table = linkage_table(data, language)
    return scene.finish(name=name, title=data.title, description=_description(data), table=table, height=bottom + 4)


def _draw_map(scene: Scene, areas: Sequence[Area], pairs: Sequence[_Between], top: float) -> float:
    """Areas around, lines between them; answers where the map ends."""
    tallest = max((pair.size[1] for pair in pairs), default=0) + 2 * _CLOSE
    for ratio in (*(_FLAT if _side_by_side(areas) else ()), *_RATIOS):
        sheet = _arrange(areas, pairs, scene, top, max(scene.width * ratio, tallest))
        crossings, apart = _arrange_crossings(sheet, pairs)
        if sheet.clear and apart:
            break
    for pair in pairs:
        begin, end = sheet.ends(pair)
        scene.line(begin.x, begin.y, end.x, end.y, "line-between" if pair.sectors or pair.crossings else "line-empty")
    for pair, box in sheet.cards:
        _draw_card(scene, pair, box)
    for crossing, x, y in crossings:
        _draw_crossing(scene, crossing, x, y)
    for area in areas:
        _draw_node(scene, area, sheet.nodes[area.key])
    return top + sheet.height


def _draw_strips(scene: Scene, pairs: Sequence[_Between], top: float) -> float:
    """On a phone: each two areas that something joins on a line of their own, one under the other."""
    joined = [pair for pair in pairs if pair.sectors or pair.crossings]
    if not joined:
        scene.words(0, top + 14, _("Nothing joins two areas yet."), kind="ink-2")
        return top + 14
    for pair in joined:
        width, card = pair.size
        # A card that is too wide to stand between the areas hangs under them.
        hangs = width > scene.width - 2 * _STRIP_NODE - 8
        tall = max(card * bool(pair.sectors) * (not hangs), _strip_node_height(scene, pair))
        centre = top + tall / 2
        _draw_strip(scene, pair, centre)
        if pair.sectors:
            y = centre + (tall + card) / 2 + 6 if hangs else centre
            _draw_card(scene, pair, _Box(scene.width / 2, y, width, card))
            top += card + 6 if hangs else 0
        top += tall + 20 * bool(pair.crossings)
        for number, crossing in enumerate(pair.crossings):
            x = scene.width / 2 + (number - (len(pair.crossings) - 1) / 2) * 56 - 14
            _draw_crossing(scene, crossing, x, top - 8)
        top += 14
    return top


def _draw_strip(scene: Scene, pair: _Between, y: float) -> None:
    height, leading = _strip_node_height(scene, pair), _strip_leading(scene)
    scene.line(0, y, scene.width, y, "line-between")
    for area, left in ((pair.first, 0.0), (pair.second, scene.width - _STRIP_NODE)):
        middle, names = left + _STRIP_NODE / 2, _strip_names(area)
        scene.rect(left, y - height / 2, _STRIP_NODE, height, "node", round_by=4, title=area.name)
        below = y - 5 - (len(names) - 1) * leading / 2
        scene.words(middle, below, area.code, kind="on-accent", size="large", at="middle", strong=True)
        for number, line in enumerate(names):
            scene.words(middle, below + 19 + number * leading, line, kind="on-accent", size="fine", at="middle", told=area.name)


def _strip_names(area: Area) -> list[str]:
    """An area's name in no more than three lines."""
    return wrapped(area.name, SIZES["fine"], _STRIP_NODE - 8, 3)


def _strip_leading(scene: Scene) -> float:
    return 17.0 if scene.rtl else 14.0


def _strip_node_height(scene: Scene, pair: _Between) -> float:
    """Of both areas alike, as the longer name needs it."""
    lines = max(len(_strip_names(area)) for area in (pair.first, pair.second))
    return 48.0 + (lines - 1) * _strip_leading(scene)


def _arrange(areas: Sequence[Area], pairs: Sequence[_Between], scene: Scene, top: float, height: float) -> _Map:
    """Areas in their places; each card on its line where it covers no area, no other card and, if it can be, no other line."""
    nodes = {area.key: _node_box(scene, area, place, top, height) for area, place in zip(areas, _places(areas), strict=True)}
    lines = [(nodes[pair.first.key], nodes[pair.second.key]) for pair in pairs]
    taken = list(nodes.values())
    cards: list[tuple[_Between, _Box]] = []
    clear = True
    for pair, own in sorted(zip(pairs, lines, strict=True), key=lambda joined: -_length(*joined[1])):
        if pair.sectors:
            boxes = [_Box(*_on_line(*own, share), *pair.size) for share in _PLACES]
            free = [box for box in boxes if not any(box.meets(other) for other in taken)]
            clear = clear and bool(free)
            free = free or boxes
            box = next((box for box in free if not any(_crosses(line, box) for line in lines if line != own)), free[0])
            taken.append(box)
            cards.append((pair, box))
    return _Map(height, nodes, tuple(cards), clear)


def _places(areas: Sequence[Area]) -> Iterator[tuple[float, float]]:
    """Shares of width and height: as given, or on a ring from the top on; two from the side where reading begins."""
    first = math.pi if len(areas) == 2 else -math.pi / 2
    for number, area in enumerate(areas):
        turn = 2 * math.pi * number / max(len(areas), 1) + first
        yield area.place or ((0.5, 0.5) if len(areas) == 1 else (0.5 + 0.5 * math.cos(turn), 0.5 + 0.5 * math.sin(turn)))


def _side_by_side(areas: Sequence[Area]) -> bool:
    return len(areas) == 2 and not any(area.place for area in areas)


def _node_box(scene: Scene, area: Area, place: tuple[float, float], top: float, height: float) -> _Box:
    tall = len(_name_lines(area)) * _NODE_LINE + _NODE_PAD
    x, y = (min(max(share, 0.0), 1.0) for share in place)
    # A map is not mirrored: west is on the left in every language.
    x = 1 - x if scene.rtl and area.place else x
    across = _NODE_WIDTH / 2 + 1 + x * (scene.width - _NODE_WIDTH - 2)
    return _Box(across, top + tall / 2 + 1 + y * (height - tall - 2), _NODE_WIDTH, tall)


def _name_lines(area: Area) -> list[str]:
    return wrapped(area.name, SIZES["text"], _NODE_WIDTH - 44, 3, strong=True)


def _between(data: LinkageData, first: Area, second: Area) -> _Between:
    both = {first.key, second.key}
    shared = [each for each in data.measures if both <= set(each.areas)]
    sectors = tuple(
        (sector, found) for sector in data.sectors if (found := tuple(each for each in shared if each.sector == sector.key))
    )
    return _Between(first, second, sectors, tuple(each for each in data.crossings if set(each.between) == both))


def _length(begin: _Box, end: _Box) -> float:
    return math.hypot(begin.x - end.x, begin.y - end.y)


def _on_line(begin: _Box, end: _Box, share: float) -> tuple[float, float]:
    return begin.x + (end.x - begin.x) * share, begin.y + (end.y - begin.y) * share


def _draw_card(scene: Scene, pair: _Between, box: _Box) -> None:
    """A line for each sector, a sign for each measure."""
    width, height = pair.size
    left, y = box.x - width / 2, box.y - height / 2
    scene.rect(left, y, width, height, "card", round_by=3)
    y += 5 + _CARD_LINE / 2
    for sector, measures in pair.sectors:
        scene.words(left + 8, y + 4, sector.code, kind="ink-2", size="fine", told=sector.name)
        for place, (state, told, count) in enumerate(pair.signs(measures)):
            x = left + pair.codes + 16 + pair.step * place + _DOT / 2
            working_sign(scene, x, y, state, radius=4.5, title=told)
            scene.words(x + 8, y + 4, count, size="fine")
        y += _CARD_LINE


def _crosses(line: tuple[_Box, _Box], box: _Box) -> bool:
    """Whether a line between two areas runs through a card, looked at every fiftieth of the way."""
    points = (_on_line(*line, step / 50) for step in range(51))
    return any(abs(x - box.x) * 2 < box.width and abs(y - box.y) * 2 < box.height for x, y in points)


def _arrange_crossings(sheet: _Map, pairs: Sequence[_Between]) -> tuple[list[tuple[Crossing, float, float]], bool]:
    """Crossings on their lines, where no card and no other crossing is; whether there was such a place for each."""
    taken = _Taken([*sheet.nodes.values(), *(box for _pair, box in sheet.cards)])
    found: list[tuple[Crossing, float, float]] = []
    apart = True
    for pair in pairs:
        line = sheet.ends(pair)
        free = _free_places(taken, *line)  # what was covered stays so: each place is looked at once
        for number, crossing in enumerate(pair.crossings):
            place = next(free, None)
            apart = apart and place is not None
            x, y = place or _on_line(*line, (number + 1) / (len(pair.crossings) + 1))
            taken.add(_crossing_box(x, y))
            found.append((crossing, x, y))
    return found, apart


def _crossing_box(x: float, y: float) -> _Box:
    """A crossing's sign with the code behind it."""
    return _Box(x + 16, y, 48, 14)


def _draw_crossing(scene: Scene, crossing: Crossing, x: float, y: float) -> None:
    scene.rect(x + 9, y - 8, measure(crossing.code, SIZES["fine"]) + 4, 15, "paper")
    passage_sign(scene, x, y, crossing.passage, title=f"{crossing.code} {crossing.name}: {passage_word(crossing.passage)}")
    scene.words(x + 11, y + 4, crossing.code, kind="code", size="fine", told=crossing.name)


def _free_places(taken: _Taken, begin: _Box, end: _Box) -> Iterator[tuple[float, float]]:
    """Places on the line that nothing covers, from the middle outwards."""
    step = 5 / max(_length(begin, end), 1)
    count = int(0.46 / step)
    for number in range(2 * count):
        share = 0.5 + step * ((number + 1) // 2) * (1 if number % 2 else -1)
        x, y = _on_line(begin, end, share)
        if not taken.covers(_crossing_box(x, y)):
            yield x, y


def _draw_node(scene: Scene, area: Area, box: _Box) -> None:
    left, top = box.x - box.width / 2, box.y - box.height / 2
    scene.rect(left, top, box.width, box.height, "node", round_by=4)
    lines = _name_lines(area)
    scene.words(left + 12, box.y + 5, area.code, kind="on-accent", size="large", strong=True, width=24)
    for number, words in enumerate(lines):
        y = box.y + 4.5 + (number - (len(lines) - 1) / 2) * _NODE_LINE
        scene.words(left + 36, y, words, kind="on-accent", strong=True, told=area.name if words.endswith(ELLIPSIS) else "")


def _entries(data: LinkageData) -> Iterator[tuple[Sign, str]]:
    states = {each.state for each in data.measures}
    for state in _STATES:
        if state in states:
            yield partial(working_sign, state=state), working_word(state)
    passages = {each.passage for each in data.crossings}
    for passage in _PASSAGES:
        if passage in passages:
            yield partial(passage_sign, passage=passage), _("Crossing: %(state)s") % {"state": passage_word(passage)}
    for sector in data.sectors:
        if any(each.sector == sector.key for each in data.measures):
            yield partial(_sector_code, code=sector.code), sector.name


def _sector_code(scene: Scene, x: float, y: float, *, code: str) -> None:
    scene.words(x + 13, y + 4, code, kind="ink-2", size="fine", at="end", strong=True, width=36)


def _description(data: LinkageData) -> str:
    working = sum(each.state == "working" for each in data.measures)
    return " ".join(
        (
            ngettext("%(count)d area.", "%(count)d areas.", len(data.areas)) % {"count": len(data.areas)},
            _("Measures between them: %(count)d, of which working: %(working)d.")
            % {"count": len(data.measures), "working": working},
            _("A measure among three areas stands on each line between them."),
        )
    )
