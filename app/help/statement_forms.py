"""The forms of statements, functions and classes, as `help_forms` reads them."""

from __future__ import annotations

FLOW = """\
for over range
A loop is unrolled: each turn has gates of its own.
    h = x
    for t in range(3):
        h = tanh(w*h + b)

for over zip and enumerate
Pairs, and items with their numbers; `reversed` and `sorted` too.
    z = 0
    for i, (a, b) in enumerate(zip([x, y], [y, 2])):
        z += (i + 1) * a * b

for over a list or a tensor
The items of a list or dict, or the first axis of a tensor.
? X=[[1,2],[3,4]]&w=[0.1,-0.2]
    s = 0
    for row in X:
        s += tanh(row @ w)

break and continue
Leave a loop, or go on with its next turn.
    z = x
    for k in range(10):
        if k == 1: continue
        if k > 3: break
        z = z * x

while
Turns as long as its condition holds at the present values.
    h = x
    while h < 10:
        h = h**2 + 1

if
The branch that holds is taken. Where that depends on an input, a warning says which way it went.
    if x > 0:
        z = x**2
    else:
        z = -x

Conditional expressions
`a if condition else b`, and `and`, `or`, `not` for flags.
    training = True
    z = x / 2 if training and not False else x

match and case
The first case that fits, with its names bound.
    shape = ('circle', r)
    match shape:
        case ('square', a): z = a**2
        case ('circle', a): z = π*a**2

Comprehensions
A list of values, with conditions; lists go into `sum`, `stack` and their like.
? x=2
    z = np.stack([x**k for k in range(1, 5) if k != 2])
    z = z.sum()

yield
A generator is run as a whole, and gives a list; `:=` binds a name inside of an expression.
    def powers(x, n):
        for k in range(n):
            yield x**k
    z = sum(powers(x, 4))

Lists that grow
`append`, `extend`, `insert` and `pop`, as loops use them; `stack` and `cat` make them one array.
    hs = []
    for t in range(3):
        hs.append(tanh(w * x * t))
    z = np.stack(hs).mean()

Generators
The same without brackets, inside a call.
? x=2
    z = sum(w * x**k for k in range(3)) + max(x, y)
"""
FUNCTIONS = """\
def
A function of one's own; each call can be drawn as one gate.
    def neuron(x, w, b):
        return sigmoid(w*x + b)
    z = neuron(neuron(x, w1, b1), w2, b2)

A function alone
With definitions only, the last one is run, and its parameters are the inputs.
    def f(x, y):
        q = x + y
        return q * y

Default and keyword arguments
As in Python, `*args` and `**options` included. A default that is a number makes an input with that value.
    def scale(x, by=2, **more):
        return by * x + more['shift']
    z = scale(x, shift=1) + scale(by=3, x=y, shift=x)

Several results
The first is the output; `output=` in the address, or the list in the page, takes another named value.
? output=p
    def f(x, y):
        s = x + y
        p = x * y
        return s, p

lambda
A function in one expression.
    act = lambda u: u * sigmoid(u)
    z = act(act(x))

Functions of functions
`map`, `filter`, `partial`, `jax.vmap`, `jit`; `jax.grad(f)(x)` runs f, and the figure is its backward pass.
? x=[1,2]
    f = lambda x, k: x**k
    cube = partial(f, k=3)
    z = jax.vmap(cube)(x).sum() + sum(map(cube, [y]))

Decorators
`@jax.jit` and its like change nothing; `@property` and `@staticmethod` are as in Python.
    @jax.jit
    def loss(w, x):
        return (w * x - 1)**2
    L = loss(w, x)

Python's functions
`len`, `range`, `sum`, `min`, `max`, `abs`, `round`, `zip`, `enumerate`, `reversed`, `sorted`, `list`, `tuple`,
`dict`, `isinstance`, `int`, `float`, `all`, `any`.
? x=2
    xs = list(reversed([x, y, 3]))
    z = max(xs) + min(x, y) + sum(xs) / len(xs)
"""
CLASSES = """\
class
Attributes, methods, inheritance and `__call__`; what `self` holds can be an input.
    class Line:
        def __init__(self, slope):
            self.slope = slope
        def __call__(self, x):
            return self.slope * x
    z = Line(a)(x) + Line(2)(x)

nn.Module
Parameters are inputs under their dotted names, with PyTorch's first values from a seed.
? x=[[0.5,-1]]
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.fc1 = nn.Linear(2, 3)
            self.fc2 = nn.Linear(3, 1)
        def forward(self, x):
            return self.fc2(torch.tanh(self.fc1(x)))
    model = Net()
    L = model(x).mean()

A class alone
Its `forward` is run. What its constructor leaves open is assumed by how the class uses it, and told; a line above the class says otherwise.
    config.size = 2
    class Net(nn.Module):
        def __init__(self, config):
            super().__init__()
            self.w = nn.Parameter(torch.ones(config.size))
        def forward(self, x):
            return (self.w * x).sum()

Layers that are not shown
What a module is made of and the text does not show is drawn as a function that is not known: the chain rule has no numbers there.
    class Residual(nn.Module):
        def __init__(self, block):
            super().__init__()
            self.block = block
        def forward(self, x):
            return x + self.block(x)

nn.Sequential
Modules one after another; losses are modules too.
? x=[[1,2]]
    model = nn.Sequential(nn.Linear(2, 2), nn.ReLU())
    L = nn.MSELoss()(model(x), torch.zeros(1, 2))

Distributions
`torch.distributions`: their `log_prob`, `mean`, `entropy` and the like.
    normal = torch.distributions.Normal(mu, sigma)
    L = -normal.log_prob(x)

A method alone
What `self` holds is an input.
    def forward(self, x):
        return self.v * torch.tanh(self.w * x)
"""
REST = """\
Imports
Known libraries get their names, others are ignored.
    import numpy as np
    import matplotlib.pyplot as plt
    from torch.nn import functional as F
    z = np.sum(F.relu(x))

Comments, docstrings and type hints
Are read past.
    def f(x: float, y: float = 2.) -> float:
        '''A product.'''
        z: float = x * y  # times
        return z

print and plots
Have no bearing on the figure; a note says what was passed over.
    z = x * y
    print('z =', z)
    plt.plot(z)

assert
What is asserted is worked out, and told where it is false.
    z = x * y
    assert z.shape == ()

try and with
What stands inside is run, and where Python would raise there, its `except`. A `raise` without one is told; `del` of a name is read past.
    with torch.autocast('cpu'):
        try:
            z = x / y
        except ZeroDivisionError:
            raise

Optimisers and training loops
One turn is drawn, and `opt.step()` is passed over. A step by hand, with `w.grad`, is a value that the text can go on with.
    w = torch.tensor(0.5, requires_grad=True)
    opt = torch.optim.SGD([w], lr=0.1)
    for epoch in range(100):
        opt.zero_grad()
        loss = (w * x - 1)**2
        loss.backward()
        opt.step()

Prompts and magics
`>>>`, `In [1]:` and lines that begin with % or ! of a notebook.
    %matplotlib inline
    >>> q = x + y
    >>> f = q * z

Limits
40 000 characters, 2 000 values, 1 000 000 entries an array, calls 40 deep, brackets 100 deep. A text beyond them is
refused.
! nested more than 40 deep
    def f(x):
        return f(x) + 1
    z = f(x)

Mistakes
All that can be found at once are told, each with its place and the nearest thing that is known.
! sigmod
    a = sigmod(x)
    W = [[1, 2], [3, 4]]
    z = W @ [1, 2, 3]
"""
