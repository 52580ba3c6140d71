"""The forms of names, values and expressions, as `help_forms` reads them."""

from __future__ import annotations

NAMES = """\
Assignment
`name = expression`, one a line or apart by `;`. The last value is the output.
    q = x + y; f = q*z

Expression alone
A last line without a name is an output too, called f.
    sin(x) * y

Names without a value
A name that nothing binds is an input. It is 1 until it is given a value beside the text.
? x=3
    z = w*x + b

Names bound to literals
A number, or a list of numbers, bound to a name makes it an input with that value.
    x = -2; W = [[1, 2], [3, 4]]
    z = sum(W * x)

Values that are made
So does `zeros`, `ones`, `full`, `linspace` or a random value. The same text always draws the same numbers.
    np.random.seed(0)
    W = np.random.randn(2, 3)
    b = np.zeros(2)
    y = W @ np.ones(3) + b

Assumed shapes
Where numbers would not do, the smallest arrays that let the text run are assumed, and said.
    def predict(X, w):
        N, D = X.shape
        return np.mean(X @ w) / D

Constants
A literal inside an expression has no adjoint. `constant=t` in the address, or “no gradient” beside an input, makes any
input one.
? y=3&constant=t
    L = (y - t)**2 / 2

Labels and masks
Integers and truth values in an array are constants: they choose, and nothing flows back to them.
    y = np.array([2, 0])
    s = randn(2, 3)
    L = cross_entropy(s, y)

Chained assignment
One value under several names.
    a = b = x*y
    z = a + 2*b

Augmented assignment
`+=`, `-=`, `*=`, `/=`, `**=`, `@=` and the rest bind the name again.
    c = x*y
    c += c + 1
    c *= c

Tuples
Several names at once; both sides are read first, as in Python.
? x=[1,2,3,4]
    a, b = x[:2], x[2:]
    a, b = b, a
    z = sum(a * b**2)

Starred names
A star takes what is left over.
? x=[1,2,3]
    first, *rest = x
    z = first * sum(r**2 for r in rest)

A name bound again
Each new value has a gate of its own; they are shown as h₁, h₂, and the input keeps its name.
    h = tanh(w*x)
    h = tanh(w*h)
    h = tanh(w*h)
"""
EXPRESSIONS = """\
Operators
`+ - * / // % ** @`, with broadcasting as in NumPy.
    X = [[1, 2], [3, 4]]
    z = sum(-X / 2 + X @ X**2)

Functions
By their NumPy, PyTorch, SciPy and JAX names, with their library or without.
    z = np.exp(x) + torch.sigmoid(x) + jax.nn.relu(x)

Methods
Every operation is also a method of its first operand.
? x=[[1,2],[3,4]]
    z = x.exp().sum(axis=0).max()

Comparisons
Masks: 1 where they hold and 0 elsewhere, without adjoint. `&`, `|` and `~` join them.
    x = [-1, 2, 5]
    z = sum(x**2 * ((x > 0) & (x < 4)))

Reductions
`axis` or `dim`, by name or position, one or several; `keepdims` or `keepdim`.
? x=[[1,2],[3,5]]
    p = exp(x)
    p = p / p.sum(dim=1, keepdim=True)
    z = np.mean(np.log(p), axis=(0, 1))

Shapes
`shape`, `ndim`, `size`, `x.size(0)` and `len(x)` are whole numbers.
? x=[[1,2,3],[4,5,6]]
    N, D = x.shape
    z = sum(x) / (N * D) + len(x)

Integers and slices
From the front or the back, with steps, with expressions as bounds.
? x=[1,2,3,4]
    n = len(x)
    z = x[0] * x[-1] + sum(x[1:n-1]) + sum(x[::-2]**2)

New and remaining axes
`None` makes an axis, `...` stands for all that are not named.
? x=[1,2,4]
    d = x[:, None] - x[None, :]
    z = sum(d[..., 0]**2)

Arrays of places
Entries by their numbers; what is read twice gets both gradients back.
? x=[1,2,3]&w=[1,10,100]
    i = np.array([0, 2, 2])
    z = sum(x[i] * w)

Masks as index
The entries where a condition holds.
? x=[-1,2,3]
    z = sum(x[x > 0]**2)

Assignment to an index
A new value of the name, with its own gate; slices, arrays of places and masks work too.
? s=[1,3,0.5]
    m = maximum(0, s - s[0] + 1)
    m[0] = 0
    m[m > 2] = 2
    L = sum(m)

Changes in place
A method with a `_` at its end binds its name again.
    h = w * x
    h.tanh_()
    z = h**2

Lists, tuples and dicts
They hold values; `params['W1']` of a name that nothing binds is an input.
    p = {'w': 2, 'b': 1}
    h = tanh(p['w'] * x + p['b'])
    z = params['W2'] * h
"""
GRADIENTS = """\
backward
`loss.backward()` says what the output is; a gradient given to it is the seed.
    x = torch.tensor([1., 2.], requires_grad=True)
    y = x**2
    y.backward(gradient=torch.tensor([1., 10.]))
    print(x.grad)

Seed
`seed` in the address, or the last input of the page, is dL/d(output): ones of its shape until then.
? x=[0,1]&seed=[1,2]
    y = tanh(x)

Gradients as values
`jax.grad(f)(x)`, `torch.autograd.grad` and `tape.gradient` are values that a text can go on with.
    def f(x):
        return x**3
    z = jax.grad(f)(x)**2 + x

detach
`x.detach()` and `stop_gradient(x)` keep the value and cut the gradient.
? x=3
    z = x * detach(x)

no_grad
Inside of `with torch.no_grad():` every gradient is cut.
? x=3
    with torch.no_grad():
        m = x * 2
    z = m * x

Gradients at kinks
Follow PyTorch, as each operation says; a warning tells where one was met.
? x=0&y=0
    z = relu(x) + abs(x) + maximum(x, y)
"""
