"""Who is the same human, with evidence that can be read, and what investigations have in common."""

from reassess.linking.pair_explanation import explain_pair
from reassess.linking.hubs import left_out
from reassess.linking.resolve.judgements import judge, judge_file
from reassess.linking.run import link
from reassess.linking.standalone import link_table

__all__ = ["explain_pair", "judge", "judge_file", "left_out", "link", "link_table"]
