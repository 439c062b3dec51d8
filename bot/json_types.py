"""What the JSON of every face is made of: strict requests, and the types of offsets and hashes."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Offset = Annotated[int, Field(ge=0, description="In characters (Unicode code points), from 0")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="Of the text in UTF-8")]
ArticleId = Annotated[str, Field(description="The article's id: see `GET /documents`")]


class RequestModel(BaseModel):
    """What a caller sends: no other type is taken for another, and no unknown field let pass."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class GivenModel(BaseModel):
    """What was sent once, and comes back: as strict, but fields that are not read may be there."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class ResponseModel(BaseModel):
    """What is sent."""

    model_config = ConfigDict(from_attributes=True, frozen=True)
