"""The order of work, how much is still missed, and when it will be done.

`order_cases` is the stage of a run. `simulate_table` and `simulate_run` check the order on known answers. `assure_run`,
`fairness_run` and `forecast_run` read a run and the workspace's export of decisions.
"""

from reassess.triage.order.queue import order_cases
from reassess.triage.run_evaluation import assure_run, fairness_run, forecast_run
from reassess.triage.simulation.labelled_tables import read_labelled
from reassess.triage.simulation.replay import simulate_run
from reassess.triage.simulation.simulate import simulate_table

__all__ = [
    "assure_run",
    "fairness_run",
    "forecast_run",
    "order_cases",
    "read_labelled",
    "simulate_run",
    "simulate_table",
]
