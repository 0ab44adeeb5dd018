"""The daily report over HTTP, for programs: read-only, by token, figures only; described at /api/v1/openapi.json."""

PREFIX = "/api/v1"
