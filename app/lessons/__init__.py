"""Lessons: each is one Markdown file with a program in it, from which all its numbers come."""

from __future__ import annotations

from app.lessons.course import Course, course
from app.lessons.lesson import Lesson, LessonError, Mistake, Question, Scene
from app.lessons.reading import read_lesson

__all__ = ["Course", "Lesson", "LessonError", "Mistake", "Question", "Scene", "course", "read_lesson"]
