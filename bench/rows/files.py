"""Rows 8 and 9: files of a version, from the job that was asked for to the file that is kept, as a worker makes them."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

from bench.board import Line
from bench.children import in_child, in_process
from bench.floors.word import texts_of, write_document
from bench.machine import Sample
from bench.stage import Stage


def pdf(stage: Stage) -> list[Line]:
    from roadmap.exports.base import source_of
    from roadmap.exports.book import make_book
    from roadmap.exports.pdf import data_of, typeset

    version = stage.world.version(stage.sizes.usual)
    data = data_of(make_book(source_of(version, "en")))
    pages = pages_of(_made(stage, version, "pdf"))
    if pages != pages_of(in_child(lambda: typeset(data))[1]):
        raise RuntimeError("the two files have not as many pages")
    sides = {pages: (_product(stage, version, "pdf", in_child), lambda: in_child(lambda: len(typeset(data)))[0])}
    return [Line(8, f"PDF, {pages} pages, in the worker", "typst compile alone", sides, 1.5)]


def docx(stage: Stage) -> list[Line]:
    version = stage.world.version(stage.sizes.usual)
    words = " ".join(_paragraphs(_made(stage, version, "docx")))
    missing = [text for text in texts_of(version.pk) if text not in words]
    if missing:
        raise RuntimeError(f"the file lacks {missing[:3]}")

    def floor() -> int:
        return len(write_document(version.pk))

    sides = {stage.sizes.usual: (_product(stage, version, "docx", in_process), lambda: in_process(floor)[0])}
    return [Line(9, f"DOCX, {stage.sizes.usual} items, in the worker", "raw XML, texts and tables", sides, 2.2)]


def _product(stage: Stage, version: Any, file_format: str, work: Callable[..., Any]) -> Callable[[], Sample]:
    """A new job for the file, then the worker's task."""

    def side() -> Sample:
        from roadmap.exports.run import build_exports

        _ask(stage, version, file_format)
        sample: Sample
        sample, finished = work(build_exports)
        if finished != 1:
            raise RuntimeError(f"{finished} files were made")
        return sample

    return side


def _ask(stage: Stage, version: Any, file_format: str) -> Any:
    """The same file is made once, so that the one before has to be forgotten."""
    from roadmap.domain.exporting import request_export
    from roadmap.models import ExportJob

    ExportJob.objects.filter(version=version, format=file_format).update(state="failed")
    return request_export(version=version, file_format=file_format, language="en", actor=stage.world.lead)


def _made(stage: Stage, version: Any, file_format: str) -> bytes:
    from roadmap.exports.run import build_exports
    from roadmap.models import ExportFile

    job = _ask(stage, version, file_format)
    in_child(build_exports)
    return bytes(ExportFile.objects.get(job=job).content)


def pages_of(content: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as file:
        return len(file.pages)


def _paragraphs(content: bytes) -> list[str]:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return ["".join(text.text or "" for text in each.iter(f"{space}t")) for each in body.iter(f"{space}p")]
