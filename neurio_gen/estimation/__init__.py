"""What an inference costs on a board, predicted from the plan: nothing is built or run."""

from neurio_gen.estimation.estimate import Estimate, LayerEstimate, estimate, estimate_plan

__all__ = ["Estimate", "LayerEstimate", "estimate", "estimate_plan"]
