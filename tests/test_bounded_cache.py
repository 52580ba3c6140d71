"""What the cache keeps, and what it forgets first."""

from __future__ import annotations

from app.bounded_cache import BoundedCache


def filled(bound: int, *values: int) -> BoundedCache[int, int]:
    """A cache of numbers, each as large as it is, under itself as key."""
    cache: BoundedCache[int, int] = BoundedCache(bound, lambda value: value)
    for value in values:
        cache.put(value, value)
    return cache


def test_what_was_not_used_for_longest_is_forgotten() -> None:
    cache: BoundedCache[str, int] = BoundedCache(2)
    cache.put("a", 1)
    cache.put("b", 2)
    assert cache.get("a") == 1
    cache.put("c", 3)
    assert [*cache] == ["a", "c"]
    assert cache.get("b") is None
    cache.put("a", 4)
    assert [*cache] == ["c", "a"]
    assert (cache.get("a"), len(cache)) == (4, 2)


def test_sizes_add_up_to_the_bound_at_most() -> None:
    assert [*filled(10, 2, 3, 5)] == [2, 3, 5]
    assert [*filled(10, 2, 3, 4, 5)] == [4, 5]
    assert [*filled(10, 5, 4, 2)] == [4, 2]


def test_a_value_in_place_of_another_counts_once() -> None:
    cache: BoundedCache[str, int] = BoundedCache(10, lambda value: value)
    for size in (5, 1, 4):
        cache.put("changed", size)
    cache.put("other", 5)
    cache.put("third", 1)
    assert [*cache] == ["changed", "other", "third"]
    cache.put("fourth", 1)
    assert [*cache] == ["other", "third", "fourth"]


def test_a_value_that_would_fill_more_than_the_half_is_not_kept() -> None:
    assert [*filled(10, 3, 6, 2)] == [3, 2]
    assert [*filled(10, 3, 5)] == [3, 5]
    assert [*filled(3, 1, 2)] == [1]


def test_a_cache_of_one_value_keeps_it() -> None:
    cache: BoundedCache[str, str] = BoundedCache(1)
    cache.put("a", "first")
    cache.put("b", "second")
    assert [*cache] == ["b"]


def test_an_emptied_cache_has_all_its_room_again() -> None:
    cache = filled(10, 5, 4)
    cache.clear()
    assert (len(cache), cache.get(5)) == (0, None)
    for value in (2, 3, 5):
        cache.put(value, value)
    assert [*cache] == [2, 3, 5]
