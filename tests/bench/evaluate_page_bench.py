"""How fast Evaluate is: all statistics of 10,000 images in 10 classes, and the first chart of a run not opened before.

The statistics are those of all views, from stored probabilities, in a fresh process and once more. The page is open,
and each round chooses another run; its chart counts as shown when its words stand below it and its cells can be pressed.
"""

import json
import re
import statistics
import subprocess
import sys
import time

from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import runs
from digitcore.lab.store.store import open_store
from digitcore.learning.judging.calibration import calibration_error
from digitcore.learning.judging.certainty import reliability, selective_accuracy
from digitcore.learning.judging.measures import MEASURES, most_confused
from digitcore.learning.prediction.examination import Examination, of_default_model
from digitcore.learning.recipes.config import RunConfig
from tests.bench.browser_stage import started

ADA = "a" * 32
ROUNDS = 5


def run() -> None:
    command = [sys.executable, "-m", "tests.bench.evaluate_page_bench", "--alone"]
    first, again = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    print(f"all statistics of 10,000 images, fresh process  {first:6.3f} s   (wanted: under 0.5)")
    print(f"the same once more                              {again:6.3f} s")
    with started() as stage:
        store = open_store(f"sqlite:///{stage.server.home / 'digitlab.sqlite'}")
        titles = [finished_run(store, "mnist", seed) for seed in range(ROUNDS)]
        context = stage.browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "digitlab_visitor", "value": ADA, "url": stage.server.address}])
        page = context.new_page()
        page.goto(f"{stage.server.address}/evaluate")
        page.get_by_text("Default model, 10,000 test images").wait_for()
        times = [time_first_chart(page, title) for title in titles]
        print(f"mnist, first chart of a finished run, median{statistics.median(times):11.2f} s   (wanted: 1)")


def finished_run(store, dataset: str, seed: int) -> str:
    """A run of the visitor; its title."""
    config, title = RunConfig(model="nearest-average", dataset=dataset, seed=seed), f"Run {seed}"
    run_record = runs.request_run(store, config, recipe="", visitor=ADA, title=title)
    worker.train_run(store, queue.claim(store, run_record.id))
    return title


def time_first_chart(page, title: str) -> float:
    """Choose this run in the sidebar; the seconds until its matrix and the words below it are on screen."""
    page.get_by_role("combobox", name="Model that answers").click()
    choice = page.get_by_role("option", name=title)
    choice.wait_for()
    began = time.perf_counter()
    choice.click()
    page.get_by_text(re.compile(rf"{title}, [\d,]+ test images")).wait_for()
    page.locator(".st-key-judged_confusion .cell").nth(99).wait_for()
    return time.perf_counter() - began


def all_statistics(examination: Examination) -> None:
    """What the views show, computed from the probabilities."""
    judgement, measures = examination.judgement, examination.measures
    measures.rows(examination.class_names)
    most_confused(judgement.confusion_matrix)
    for name, measure in MEASURES.items():
        measures.interval(name), measures.macro(name), measures.weighted(name), measures.extremes(name)
        [measure.words(measures, k, "digits") for k in range(len(examination.class_names))]
    reliability(examination.probabilities, examination.true_labels)
    calibration_error(examination.probabilities, examination.true_labels)
    selective_accuracy(examination.probabilities, examination.true_labels).share_for(0.999)


def measure_alone() -> None:
    """For the fresh process: seconds of the first time and of the second."""
    times = []
    stored = of_default_model()
    for _ in range(2):
        examination = Examination(**{name: getattr(stored, name) for name in stored.__dataclass_fields__})
        began = time.perf_counter()
        all_statistics(examination)
        times.append(time.perf_counter() - began)
    print(json.dumps(times))


if __name__ == "__main__":
    measure_alone() if "--alone" in sys.argv else run()
