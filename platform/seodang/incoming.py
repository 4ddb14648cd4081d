"""Requests as the site reads them: what is not UTF-8 is marked, JSON of any depth can be refused."""

from __future__ import annotations

from typing import IO, Any
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.formparser import FormDataParser

Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


class MarkingFormParser(FormDataParser):
    """Reads both kinds of forms alike; a value cannot be graded as something that nobody typed."""

    def _parse_urlencoded(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> Parsed:
        items = parse_qsl(stream.read().decode("utf-8", "replace"), keep_blank_values=True, errors="replace")
        return stream, MultiDict(items), MultiDict()


class SiteRequest(Request):
    """A request whose forms are read by our parser."""

    form_data_parser_class = MarkingFormParser

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        """The JSON of the request; brackets beyond what Python can nest are as wrong as any other mistake."""
        try:
            return super().get_json(force=force, silent=silent, cache=cache)
        except RecursionError:
            return None if silent else self.on_json_loading_failed(ValueError("nested too deeply"))
