"""What an exercise may ask for besides a processor."""

from __future__ import annotations

import pytest

from graders.bundle import BundleError
from graders.resources import Resources, queue_of
from tests.graders import samples


def manifest(resources: str) -> str:
    """The small exercise's manifest with this table."""
    return samples.MANIFEST.replace("[limits]", f"[resources]\n{resources}\n[limits]", 1)


def problems(resources: str) -> list[tuple[str, str]]:
    """Key and message of what is wrong with this table."""
    with pytest.raises(BundleError) as caught:
        samples.bundle(exercise__toml=manifest(resources))
    return [(problem.key, problem.message.en) for problem in caught.value.problems]


def test_exercise_needs_nothing_unless_it_says_so():
    """Without the table there is no GPU and no share of one."""
    assert samples.bundle().resources == Resources()
    assert samples.bundle().resources.gpu_bytes == 0


def test_gpu_is_declared_with_its_memory():
    """Device, share and fallback end up in typed fields."""
    table = "gpu = true\ngpu_memory_mib = 4096\ncpu_fallback = true"
    resources = samples.bundle(exercise__toml=manifest(table)).resources

    assert resources == Resources(gpu=True, gpu_memory_mib=4096, cpu_fallback=True)
    assert resources.gpu_bytes == 4096 << 20


def test_resources_are_part_of_the_version():
    """Another share is another version of the exercise: it decides verdicts."""
    small, large = (
        samples.bundle(exercise__toml=manifest(f"gpu = true\ngpu_memory_mib = {mib}")) for mib in (1024, 2048)
    )

    assert small.version != large.version


@pytest.mark.parametrize(
    ("table", "key", "words"),
    [
        ("gpu = true", "resources.gpu_memory_mib", "not how much of its memory"),
        ("gpu_memory_mib = 4096", "resources.gpu_memory_mib", "means nothing without a GPU"),
        ("cpu_fallback = true", "resources.cpu_fallback", "means nothing without a GPU"),
        ("gpu = true\ngpu_memory_mib = 512", "resources.gpu_memory_mib", "512 does not fit"),
        ('gpu = true\ngpu_memory_mib = "4 GiB"', "resources.gpu_memory_mib", "does not fit"),
        ("gpu = 1\ngpu_memory_mib = 4096", "resources.gpu", "1 does not fit"),
        ("gpu = true\ngpu_memory = 4096", "resources.gpu_memory", "no such key"),
        ("gpus = 2", "resources.gpus", "no such key"),
    ],
)
def test_wrong_tables_are_named(table: str, key: str, words: str):
    """Each mistake is told by its key, in words."""
    assert any(key == found and words in said for found, said in problems(table))


def test_unknown_key_names_the_nearest():
    """A misspelt key comes with the one that was meant."""
    with pytest.raises(BundleError) as caught:
        samples.bundle(exercise__toml=manifest("gpu = true\ngpu_memory_mb = 4096"))

    assert "gpu_memory_mib" in caught.value.problems[0].cure.en


@pytest.mark.parametrize(
    ("resources", "served", "queue"),
    [
        (Resources(), False, "cpu"),
        (Resources(), True, "cpu"),
        (Resources(gpu=True, gpu_memory_mib=4096), True, "gpu"),
        (Resources(gpu=True, gpu_memory_mib=4096), False, "gpu"),
        (Resources(gpu=True, gpu_memory_mib=4096, cpu_fallback=True), True, "gpu"),
        (Resources(gpu=True, gpu_memory_mib=4096, cpu_fallback=True), False, "cpu"),
    ],
)
def test_queue_follows_from_need_and_supply(resources: Resources, served: bool, queue: str):
    """A GPU is waited for, unless a processor may serve and no worker has one."""
    assert queue_of(resources, gpu_served=served) == queue
