"""Jobs: the same commands, one after the other, with progress; stopped they leave nothing."""

from __future__ import annotations

import time

import pytest

from tests.web.conftest import by_link, site_of
from textmine.web.jobs.runner import Job, Jobs, save_job


def ended(jobs, number, seconds=60):
    limit = time.monotonic() + seconds
    while jobs.find(number).is_open and time.monotonic() < limit:
        time.sleep(0.05)
    return jobs.find(number)


@pytest.fixture
def jobs(space):
    made = Jobs(space.root, space.root / ".textmine" / "jobs")
    yield made
    made.close()


@pytest.mark.slow
def test_a_job_is_the_command(space, jobs):
    first = jobs.start(["corpus", "list"], "lea")
    second = jobs.start(["corpus", "info", "nowhere"], "lea")
    assert "town" in ended(jobs, first.number).printed
    assert jobs.find(first.number).state == "done"
    assert ended(jobs, second.number).state == "failed"
    assert "There is no corpus 'nowhere'" in " ".join(jobs.find(second.number).told)
    again = Jobs(space.root, space.root / ".textmine" / "jobs")
    assert [one.state for one in again.all()] == ["failed", "done"]


def test_what_waits_can_be_stopped_and_what_runs_too(jobs):
    running = jobs.start(["topics", "fit", "town", "--topics", "2", "--consensus", "500"], "lea")
    waiting = jobs.start(["corpus", "list"], "lea")
    jobs.stop(waiting.number)
    assert waiting.state == "stopped"
    limit = time.monotonic() + 30
    while running.state != "runs" and time.monotonic() < limit:
        time.sleep(0.05)
    time.sleep(0.5)
    jobs.stop(running.number)
    assert ended(jobs, running.number).state == "stopped"


def test_progress_is_read_from_what_a_command_tells(jobs):
    job = Job(1, ("train", "town"), "lea", 1.0)
    for line in ("Reading texts: 3 of 12", "topic, fold 2: 1,200 of 5,000", "note: 3 of them"):
        jobs._hear(job, line)
    assert (job.step, job.at, job.total) == ("topic, fold 2", 1200, 5000)
    assert job.told == ["note: 3 of them"]


def test_a_job_of_a_server_that_died_is_stopped(tmp_path):
    save_job(tmp_path, Job(4, ("train", "town"), "lea", 1.0, state="runs"))
    (tmp_path / "5.json").write_text("{", encoding="utf-8")
    [job] = Jobs(tmp_path, tmp_path).all()
    assert (job.number, job.state) == (4, "stopped")


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "rm"},
        {"kind": "train", "corpus": "--help"},
        {"kind": "train", "corpus": "../town"},
        {"kind": "train", "corpus": "town", "name": "../m"},
        {"kind": "train", "corpus": "town", "name": "--help"},
        {"kind": "apply", "corpus": "town", "model": "m"},
        {"kind": "topics", "corpus": "town", "n": "-1"},
    ],
)
def test_what_is_no_job_is_refused(space, form):
    site = site_of(space)
    lea = by_link(site, "lea")
    lea.open("/jobs")
    assert lea.post("/jobs", form).status_code in (404, 422)
    assert site.jobs.all() == []


def test_a_job_is_started_shown_and_stopped(space):
    site = site_of(space)
    lea = by_link(site, "lea")
    lea.open("/jobs")
    answer = lea.post("/jobs", {"kind": "train", "corpus": "town"})
    assert answer.headers["location"] == "/jobs/one?number=1"
    assert "textmine train town --name town-model" in lea.open("/jobs/one", number="1")
    assert lea.post("/jobs/stop", {"number": "1"}).status_code == 303
    site.close()
    assert ended(site.jobs, 1).state == "stopped"
    assert "stopped" in lea.open("/jobs")
    assert lea.get("/api/jobs").json()["jobs"][0]["state"] == "stopped"
