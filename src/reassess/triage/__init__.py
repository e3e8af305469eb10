"""The order of work, how much is still missed, and when it will be done.

`order` is the stage of a run. `simulate_table` and `simulate_run` check the order on known answers. `assure_run`,
`fairness_run` and `forecast_run` read a run and the workspace's export of decisions.
"""

from reassess.triage.queue import order
from reassess.triage.replay import simulate_run
from reassess.triage.review import assure_run, fairness_run, forecast_run
from reassess.triage.simulate import simulate_table
from reassess.triage.tables import read_labelled

__all__ = [
    "assure_run",
    "fairness_run",
    "forecast_run",
    "order",
    "read_labelled",
    "simulate_run",
    "simulate_table",
]
