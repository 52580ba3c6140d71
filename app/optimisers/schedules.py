"""How libraries call their schedules of rates: one row each, with its arguments in order and what they are unless given.

An argument with a `!` is one that is not followed. The `row` of each is the rate at step `t`, which counts from 1; in it `rate` is the
optimiser's own. Rows without one are made by `schedules.py`, from arguments that are more than numbers.
Sources: the documentation of PyTorch 2.13, Keras 3.11, optax 0.2 and Transformers 4.
"""

from __future__ import annotations

from app.optimisers.libraries import signature

SCHEDULES = {
    each.name: each
    for each in (
        signature("PyTorch", "StepLR", "rate*gamma**floor((t - 1)/step_size)", "optimizer step_size gamma=0.1"),
        signature("PyTorch", "LambdaLR", "", "optimizer lr_lambda"),
        signature("PyTorch", "MultiStepLR", "", "optimizer milestones gamma=0.1"),
        signature(
            "PyTorch",
            "LinearLR",
            "rate*(start_factor + (end_factor - start_factor)*min(t - 1, total_iters)/total_iters)",
            "optimizer start_factor=0.333333333333333 end_factor=1 total_iters=5",
        ),
        signature(
            "PyTorch",
            "ConstantLR",
            "rate*(1 - (1 - factor)*(t <= total_iters))",
            f"optimizer factor={1 / 3} total_iters=5",
        ),
        signature(
            "PyTorch",
            "PolynomialLR",
            "rate*(1 - min(t - 1, total_iters)/total_iters)**power",
            "optimizer total_iters=5 power=1",
        ),
        signature("PyTorch", "SequentialLR", "", "optimizer schedulers milestones"),
        signature(
            "PyTorch",
            "CosineAnnealingWarmRestarts",
            "eta_min + (rate - eta_min)*(1 + cos(pi*((t - 1) % T_0)/T_0))/2",
            "optimizer T_0 T_mult=1 eta_min=0",
        ),
        signature(
            "PyTorch",
            "OneCycleLR",
            "",
            "optimizer max_lr total_steps epochs steps_per_epoch pct_start=0.3 anneal_strategy cycle_momentum=1"
            " base_momentum=0.85 max_momentum=0.95 div_factor=25 final_div_factor=1e4 three_phase=0",
        ),
        signature(
            "PyTorch",
            "CyclicLR",
            "base_lr + (max_lr - base_lr)*min((t - 1) % (step_size_up + step_size_down)/step_size_up,"
            " 1 + (step_size_up - (t - 1) % (step_size_up + step_size_down))/step_size_down)",
            "optimizer base_lr max_lr step_size_up=2000 step_size_down mode gamma=1 !scale_fn !scale_mode"
            " cycle_momentum=1 base_momentum=0.8 max_momentum=0.9",
        ),
        signature("PyTorch", "ExponentialLR", "rate*gamma**(t - 1)", "optimizer gamma"),
        signature(
            "PyTorch",
            "CosineAnnealingLR",
            "eta_min + (rate - eta_min)*(1 + cos(pi*(t - 1)/T_max))/2",
            "optimizer T_max eta_min=0",
        ),
        signature(
            "optax",
            "exponential_decay",
            "init_value*decay_rate**((t - 1)/transition_steps)",
            "init_value transition_steps decay_rate !transition_begin staircase=0",
        ),
        signature("optax", "constant_schedule", "value", "value"),
        signature(
            "optax",
            "linear_schedule",
            "init_value + (end_value - init_value)*min(t - 1, transition_steps)/transition_steps",
            "init_value end_value transition_steps",
        ),
        signature(
            "optax",
            "polynomial_schedule",
            "end_value + (init_value - end_value)*(1 - min(max(t - 1 - transition_begin, 0), transition_steps)/transition_steps)**power",
            "init_value end_value power transition_steps transition_begin=0",
        ),
        signature(
            "optax",
            "warmup_cosine_decay_schedule",
            "where(t <= warmup_steps, init_value + (peak_value - init_value)*(t - 1)/max(warmup_steps, 1),"
            " end_value + (peak_value - end_value)*(1 + cos(pi*(min(t - 1, decay_steps) - warmup_steps)/(decay_steps - warmup_steps)))/2)",
            "init_value peak_value warmup_steps decay_steps end_value=0",
        ),
        signature(
            "optax",
            "cosine_decay_schedule",
            "init_value*((1 - alpha)*(1 + cos(pi*min(t - 1, decay_steps)/decay_steps))/2 + alpha)",
            "init_value decay_steps alpha=0",
        ),
        signature(
            "Keras",
            "ExponentialDecay",
            "initial_learning_rate*decay_rate**((t - 1)/decay_steps)",
            "initial_learning_rate decay_steps decay_rate staircase=0 name",
        ),
        signature(
            "Keras",
            "InverseTimeDecay",
            "initial_learning_rate/(1 + decay_rate*((t - 1)/decay_steps))",
            "initial_learning_rate decay_steps decay_rate staircase=0 name",
        ),
        signature(
            "Keras",
            "PolynomialDecay",
            "end_learning_rate + (initial_learning_rate - end_learning_rate)*(1 - min(t - 1, decay_steps)/decay_steps)**power",
            "initial_learning_rate decay_steps end_learning_rate=1e-4 power=1 !cycle name",
        ),
        signature(
            "Keras",
            "CosineDecay",
            "initial_learning_rate*((1 - alpha)*(1 + cos(pi*min(t - 1, decay_steps)/decay_steps))/2 + alpha)",
            "initial_learning_rate decay_steps alpha=0 name",
        ),
        signature(
            "Transformers",
            "get_constant_schedule_with_warmup",
            "rate*where(t <= num_warmup_steps, (t - 1)/max(num_warmup_steps, 1), 1)",
            "optimizer num_warmup_steps",
        ),
        signature(
            "Transformers",
            "get_linear_schedule_with_warmup",
            "rate*where(t <= num_warmup_steps, (t - 1)/max(num_warmup_steps, 1),"
            " max(0, (num_training_steps - (t - 1))/(num_training_steps - num_warmup_steps)))",
            "optimizer num_warmup_steps num_training_steps",
        ),
        signature(
            "Transformers",
            "get_cosine_schedule_with_warmup",
            "rate*where(t <= num_warmup_steps, (t - 1)/max(num_warmup_steps, 1),"
            " max(0, (1 + cos(2*pi*num_cycles*(t - 1 - num_warmup_steps)/(num_training_steps - num_warmup_steps)))/2))",
            "optimizer num_warmup_steps num_training_steps num_cycles=0.5",
        ),
    )
}
"""By their names."""
