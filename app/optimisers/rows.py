"""The optimisers: one row each. Rules and defaults are those of PyTorch 2.13."""

from __future__ import annotations

from app.optimisers.optimiser import row

LETTERS = {
    "rate": "eta",
    "momentum": "mu",
    "beta1": "beta1",
    "beta2": "beta2",
    "alpha": "alpha",
    "eps": "epsilon",
    "eps_root": "epsilon_0",
    "weight_decay": "lambda",
    "rate_decay": "kappa",
    "dampening": "tau",
    "initial": "delta",
    "momentum_decay": "psi",
}
"""How the names of settings are written in a formula."""
SQUARES = "s = alpha*s + (1 - alpha)*g**2"
MOMENTS = """
    m = beta1*m + (1 - beta1)*g
    v = beta2*v + (1 - beta2)*g**2
"""
AVERAGED = {"rate": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
ADAM = f"{MOMENTS}(m/(1 - beta1**t))/(sqrt(v/(1 - beta2**t) + eps_root) + eps)"
ROWS = (
    row(
        "gradient-descent",
        "gradient descent",
        "g",
        spelled="sgd gd GradientDescent SGD",
        explained="Each parameter goes a little way against its gradient: downhill, the steeper the further.",
    ),
    row(
        "momentum",
        "momentum",
        """
        v = momentum*v + (1 - dampening*(t > 1))*g
        v
        """,
        state="v",
        momentum=0.9,
        dampening=0.0,
        explained="The way goes on in the direction that it had, as a ball rolls, and each gradient turns it a little (Polyak 1964).",
    ),
    row(
        "nesterov",
        "Nesterov momentum",
        """
        v = momentum*v + g
        (g + momentum*v)
        """,
        state="v",
        momentum=0.9,
        explained="Momentum that looks ahead: the gradient counts once more where the momentum is about to lead (Nesterov 1983).",
    ),
    row(
        "adagrad",
        "AdaGrad",
        """
        s = s + g**2
        g/(sqrt(initial + s) + eps)/(1 + (t - 1)*rate_decay)
        """,
        state="s",
        spelled="Adagrad AdaGrad",
        eps=1e-10,
        rate_decay=0.0,
        initial=0.0,
        explained="Each parameter has a rate of its own, smaller the more gradient it has seen so far (Duchi, Hazan and Singer 2011).",
    ),
    row(
        "adadelta",
        "AdaDelta",
        """
        s = alpha*s + (1 - alpha)*g**2
        d = sqrt(r + eps)/sqrt(s + eps)*g
        r = alpha*r + (1 - alpha)*d**2
        d
        """,
        state="s r",
        spelled="Adadelta AdaDelta",
        rate=1.0,
        alpha=0.9,
        eps=1e-6,
        explained="Each step is as long as those before, measured against the recent gradients: the rate sets itself (Zeiler 2012).",
    ),
    row(
        "rmsprop",
        "RMSProp",
        f"""
        {SQUARES}
        g/(sqrt(s + eps_root) + eps)
        """,
        state="s",
        spelled="RMSprop RMSProp",
        alpha=0.99,
        eps=1e-8,
        eps_root=0.0,
        explained="Each gradient is measured against the root of its own recent mean square: steps are much of a length (Hinton 2012).",
    ),
    row(
        "rmsprop-momentum",
        "RMSProp with momentum",
        f"""
        {SQUARES}
        v = momentum*v + g/(sqrt(s) + eps)
        v
        """,
        state="s v",
        alpha=0.99,
        eps=1e-8,
        momentum=0.9,
        explained="Gradients are measured against their recent mean square, and the way goes on as it went before (Hinton 2012).",
    ),
    row(
        "rmsprop-centered",
        "centered RMSProp",
        f"""
        {SQUARES}
        a = alpha*a + (1 - alpha)*g
        v = momentum*v + g/(sqrt(s - a**2) + eps)
        v
        """,
        state="s a v",
        alpha=0.99,
        eps=1e-8,
        momentum=0.0,
        explained="Each gradient is measured against how much it varies: the mean of its recent values is taken off (Graves 2013).",
    ),
    row(
        "adam",
        "Adam",
        ADAM,
        state="m v",
        spelled="Adam",
        **AVERAGED,
        eps_root=0.0,
        explained="Momentum and a rate for each parameter together, both corrected for having started from nothing (Kingma and Ba 2015).",
    ),
    row(
        "adamw",
        "AdamW",
        ADAM,
        state="m v",
        spelled="AdamW",
        **AVERAGED,
        eps_root=0.0,
        weight_decay=0.01,
        explained="Adam whose parameters also shrink a little at each step, apart from the gradient (Loshchilov and Hutter 2019).",
    ),
    row(
        "amsgrad",
        "AMSGrad",
        f"""{MOMENTS}
        s = maximum(s, v)
        (m/(1 - beta1**t))/(sqrt(s/(1 - beta2**t)) + eps)
        """,
        state="m v s",
        spelled="AMSGrad",
        **AVERAGED,
        explained="Adam whose rates never grow again: the largest mean square so far counts (Reddi, Kale and Kumar 2018).",
    ),
    row(
        "adamax",
        "AdaMax",
        """
        m = beta1*m + (1 - beta1)*g
        s = maximum(beta2*s, abs(g) + eps)
        (m/(1 - beta1**t))/s
        """,
        state="m s",
        spelled="Adamax AdaMax",
        **{**AVERAGED, "rate": 0.002},
        explained="Adam that measures each gradient against the largest of the recent ones (Kingma and Ba 2015).",
    ),
    row(
        "nadam",
        "NAdam",
        f"""{MOMENTS}
        a = beta1*(1 - 0.5*0.96**(t*momentum_decay))
        b = beta1*(1 - 0.5*0.96**((t + 1)*momentum_decay))
        q = 1 - a*(1 - q)
        ((1 - a)*g/q + b*m/(1 - b*(1 - q)))/(sqrt(v/(1 - beta2**t)) + eps)
        """,
        state="m v q",
        spelled="NAdam Nadam",
        **{**AVERAGED, "rate": 0.002},
        momentum_decay=0.004,
        explained="Adam with Nesterov’s look ahead, and a momentum that grows towards its full share (Dozat 2016).",
    ),
    row(
        "radam",
        "RAdam",
        f"""{MOMENTS}
        k = 2/(1 - beta2) - 1
        r = k - 2*t*beta2**t/(1 - beta2**t)
        c = sqrt(maximum((r - 4)*(r - 2)*k/((k - 4)*(k - 2)*r)*(1 - beta2**t), 0))/(sqrt(v) + eps)
        m/(1 - beta1**t)*where(r > 5, c, 1)
        """,
        state="m v",
        spelled="RAdam",
        **AVERAGED,
        explained="Adam that goes by the momentum alone until the mean squares are known well enough to divide by (Liu and others 2020).",
    ),
)
OPTIMISERS = {each.name: each for each in ROWS}
SPELLINGS = {spelling: row for row in OPTIMISERS.values() for spelling in (row.name, *row.spellings)}
