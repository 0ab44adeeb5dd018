"""Every address the gateway may ask for answers."""

import inspect
from importlib import import_module

import pytest

from gateway.ports import Job


@pytest.mark.parametrize("job", Job)
def test_every_address_answers(job: Job) -> None:
    module, _, name = job.value.rpartition(".")
    work = getattr(import_module(module), name)
    assert callable(work)
    assert work.__wrapped__.__name__ == name, "a job is written with @job"
    assert next(iter(inspect.signature(work.__wrapped__).parameters)) == "board"
