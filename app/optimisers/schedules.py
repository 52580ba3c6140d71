"""Schedules of rates as libraries call them: one row each, with the rate at step `t`, which counts from 1, as a rule in the language.

In a rule `rate` is the optimiser's own, and arguments stand by name. Sources: the documentation of PyTorch 2.13, Keras 3.11, optax 0.2
and Transformers 4.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.optimisers.schedule import ELSE, row

WARMED = "rate*where(t <= num_warmup_steps, (t - 1)/max(num_warmup_steps, 1), {})"
COSINE = "{0}*((1 - alpha)*(1 + cos(pi*min(t - 1, decay_steps)/decay_steps))/2 + alpha)"
PHASES = """
up = pct_start*total_steps - 1
low = max_lr/div_factor
rising = (t - 1)/up
falling = (t - 1 - up)/up
down = (min(t, total_steps) - 1 - up)/(total_steps - 1 - up)
rest = (min(t, total_steps) - 1 - 2*up)/(total_steps - 1 - 2*up)
"""
"""How far each phase of a cycle has come: up, down again as fast, or all the way, and what is left after both."""


def stairs(steps: str) -> Mapping[object, str]:
    """What is done of a decay after a step, or in whole steps."""
    return {False: f"done = (t - 1)/{steps}", True: f"done = floor((t - 1)/{steps})"}


ROWS = (
    row("PyTorch", "StepLR", "rate*gamma**floor((t - 1)/step_size)", "optimizer step_size gamma=0.1", chains=True),
    row("PyTorch", "LambdaLR", "rate*lr_lambda(t - 1)", "optimizer lr_lambda", by_group="lr_lambda"),
    row(
        "PyTorch",
        "MultiStepLR",
        "rate*gamma**sum(t > each for each in milestones)",
        "optimizer milestones gamma=0.1",
        chains=True,
    ),
    row("PyTorch", "ExponentialLR", "rate*gamma**(t - 1)", "optimizer gamma", chains=True),
    row(
        "PyTorch",
        "LinearLR",
        "rate*(start_factor + (end_factor - start_factor)*min(t - 1, total_iters)/total_iters)",
        f"optimizer start_factor={1 / 3} end_factor=1 total_iters=5",
        chains=True,
    ),
    row(
        "PyTorch",
        "ConstantLR",
        "rate*(1 - (1 - factor)*(t <= total_iters))",
        f"optimizer factor={1 / 3} total_iters=5",
        chains=True,
    ),
    row(
        "PyTorch",
        "PolynomialLR",
        "rate*(1 - min(t - 1, total_iters)/total_iters)**power",
        "optimizer total_iters=5 power=1",
        chains=True,
    ),
    row(
        "PyTorch",
        "CosineAnnealingLR",
        "eta_min + (rate - eta_min)*(1 + cos(pi*(t - 1)/T_max))/2",
        "optimizer T_max eta_min=0",
    ),
    row(
        "PyTorch",
        "CosineAnnealingWarmRestarts",
        "eta_min + (rate - eta_min)*(1 + cos(pi*share))/2",
        "optimizer T_0 T_mult=1 eta_min=0",
        T_mult={
            1: "share = ((t - 1) % T_0)/T_0",
            # Just below a restart the logarithm may be rounded up to it.
            ELSE: """
            turn = floor(log((t - 1)*(T_mult - 1)/T_0 + 1)/log(T_mult) + 1e-9)
            share = ((t - 1)/T_0 - (T_mult**turn - 1)/(T_mult - 1))/T_mult**turn
            """,
        },
    ),
    row(
        "PyTorch",
        "OneCycleLR",
        "found",
        "optimizer max_lr total_steps=None epochs=None steps_per_epoch=None pct_start=0.3 anneal_strategy='cos' cycle_momentum=True"
        " base_momentum=0.85 max_momentum=0.95 div_factor=25 final_div_factor=1e4 three_phase=False",
        total_steps={None: f"total_steps = epochs*steps_per_epoch{PHASES}", ELSE: PHASES},
        anneal_strategy={
            "cos": "\n".join(f"{phase} = (1 + cos(pi*{phase}))/2" for phase in ("rising", "falling", "down", "rest")),
            "linear": "\n".join(f"{phase} = 1 - {phase}" for phase in ("rising", "falling", "down", "rest")),
        },
        three_phase={
            False: """
            found = where(t - 1 <= up, max_lr + (low - max_lr)*rising, low/final_div_factor + (max_lr - low/final_div_factor)*down)
            height = where(t - 1 <= up, 1 - rising, down)
            """,
            True: """
            last = low/final_div_factor + (low - low/final_div_factor)*rest
            found = where(t - 1 <= up, max_lr + (low - max_lr)*rising, where(t - 1 <= 2*up, low + (max_lr - low)*falling, last))
            height = where(t - 1 <= up, 1 - rising, where(t - 1 <= 2*up, falling, 0))
            """,
        },
        momentum="max_momentum + (base_momentum - max_momentum)*height",
        by_group="max_lr",
    ),
    row(
        "PyTorch",
        "CyclicLR",
        """
        turn = (t - 1) % (step_size_up + step_size_down)
        height = min(turn/step_size_up, 1 + (step_size_up - turn)/step_size_down)*scale
        base_lr + (max_lr - base_lr)*height
        """,
        "optimizer base_lr max_lr step_size_up=2000 step_size_down=None mode='triangular' gamma=1 !scale_fn !scale_mode"
        " cycle_momentum=True base_momentum=0.8 max_momentum=0.9",
        step_size_down={None: "step_size_down = step_size_up", ELSE: ""},
        mode={
            "triangular": "scale = 1",
            "triangular2": "scale = 1/2**floor((t - 1)/(step_size_up + step_size_down))",
            "exp_range": "scale = gamma**(t - 1)",
        },
        momentum="max_momentum - (max_momentum - base_momentum)*height",
        by_group="base_lr max_lr",
    ),
    row("PyTorch", "SequentialLR", "", "optimizer schedulers milestones"),
    row(
        "optax",
        "exponential_decay",
        "init_value*decay_rate**done",
        "init_value transition_steps decay_rate !transition_begin staircase=False",
        staircase=stairs("transition_steps"),
    ),
    row("optax", "constant_schedule", "value", "value"),
    row(
        "optax",
        "linear_schedule",
        "init_value + (end_value - init_value)*min(t - 1, transition_steps)/transition_steps",
        "init_value end_value transition_steps",
    ),
    row(
        "optax",
        "polynomial_schedule",
        "end_value + (init_value - end_value)*(1 - min(max(t - 1 - transition_begin, 0), transition_steps)/transition_steps)**power",
        "init_value end_value power transition_steps transition_begin=0",
    ),
    row(
        "optax",
        "warmup_cosine_decay_schedule",
        "where(t <= warmup_steps, init_value + (peak_value - init_value)*(t - 1)/max(warmup_steps, 1),"
        " end_value + (peak_value - end_value)*(1 + cos(pi*(min(t - 1, decay_steps) - warmup_steps)/(decay_steps - warmup_steps)))/2)",
        "init_value peak_value warmup_steps decay_steps end_value=0",
    ),
    row("optax", "cosine_decay_schedule", COSINE.format("init_value"), "init_value decay_steps alpha=0"),
    row(
        "Keras",
        "ExponentialDecay",
        "initial_learning_rate*decay_rate**done",
        "initial_learning_rate decay_steps decay_rate staircase=False name='ExponentialDecay'",
        staircase=stairs("decay_steps"),
    ),
    row(
        "Keras",
        "InverseTimeDecay",
        "initial_learning_rate/(1 + decay_rate*done)",
        "initial_learning_rate decay_steps decay_rate staircase=False name='InverseTimeDecay'",
        staircase=stairs("decay_steps"),
    ),
    row(
        "Keras",
        "PolynomialDecay",
        "end_learning_rate + (initial_learning_rate - end_learning_rate)*(1 - min(t - 1, decay_steps)/decay_steps)**power",
        "initial_learning_rate decay_steps end_learning_rate=1e-4 power=1 !cycle name='PolynomialDecay'",
    ),
    row(
        "Keras",
        "CosineDecay",
        COSINE.format("initial_learning_rate"),
        "initial_learning_rate decay_steps alpha=0 name='CosineDecay'",
    ),
    row("Transformers", "get_constant_schedule_with_warmup", WARMED.format(1), "optimizer num_warmup_steps"),
    row(
        "Transformers",
        "get_linear_schedule_with_warmup",
        WARMED.format("max(0, (num_training_steps - (t - 1))/(num_training_steps - num_warmup_steps))"),
        "optimizer num_warmup_steps num_training_steps",
    ),
    row(
        "Transformers",
        "get_cosine_schedule_with_warmup",
        WARMED.format(
            "max(0, (1 + cos(2*pi*num_cycles*(t - 1 - num_warmup_steps)/(num_training_steps - num_warmup_steps)))/2)"
        ),
        "optimizer num_warmup_steps num_training_steps num_cycles=0.5",
    ),
)
SCHEDULES = {each.name: each for each in ROWS}
"""By their names."""
