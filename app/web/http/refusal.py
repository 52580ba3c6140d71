"""Problems as the server sends them: the workers that find them know no framework, which takes a third of a second to load."""

from __future__ import annotations

from fastapi.responses import Response

from app.web.http.problem import MEDIA_TYPE, Problem


def refusal(problem: Problem, root: str) -> Response:
    """A problem as an answer of a server that a proxy mounts at `root`."""
    return Response(problem.content(root), problem.document.status, headers=problem.headers, media_type=MEDIA_TYPE)
