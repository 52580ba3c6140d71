"""NumPy's polynomials, in our own language: `np.poly1d`, highest power first, and `np.polynomial.Polynomial`, lowest first.

Beside them stands SciPy's `interp1d`, straight lines through points.
"""

from __future__ import annotations

POLYNOMIALS = """
class poly1d:
    def __init__(self, c_or_r):
        given = c_or_r.c if isinstance(c_or_r, poly1d) else asarray(c_or_r)
        self.c = self.coef = self.coeffs = self.coefficients = given
        self.order = self.o = given.shape[0] - 1
    def __call__(self, val): return polyval(self.c, val)
    def __len__(self): return self.order
    def __getitem__(self, power): return self.c[self.order - power] if 0 <= power <= self.order else 0.0
    def __neg__(self): return poly1d(-self.c)
    def __mul__(self, other): return poly1d(convolve(self.c, other.c) if isinstance(other, poly1d) else self.c * other)
    def __rmul__(self, other): return poly1d(self.c * other)
    def __truediv__(self, other): return poly1d(self.c / other)
    def __add__(self, other):
        one, two = self.c, other.c if isinstance(other, poly1d) else asarray([other])
        size = max(one.shape[0], two.shape[0])
        return poly1d(pad(one, (size - one.shape[0], 0)) + pad(two, (size - two.shape[0], 0)))
    def __radd__(self, other): return self + other
    def __sub__(self, other): return self + -1 * other
    def __rsub__(self, other): return -self + other
    def deriv(self, m=1):
        found = self.c
        for turn in range(m):
            size = found.shape[0]
            found = found[:-1] * arange(size - 1, 0, -1) if size > 1 else 0 * found
        return poly1d(found)
    def integ(self, m=1, k=0):
        found = self.c
        for turn in range(m): found = append(found / arange(found.shape[0], 0, -1), k)
        return poly1d(found)

class Polynomial:
    def __init__(self, coef): self.coef = asarray(coef)
    def __call__(self, arg): return polyval(self.coef[::-1], arg)
    def degree(self): return self.coef.shape[0] - 1
    def deriv(self, m=1): return Polynomial(poly1d(self.coef[::-1]).deriv(m).c[::-1])
    def integ(self, m=1, k=0): return Polynomial(poly1d(self.coef[::-1]).integ(m, k).c[::-1])

class interp1d:
    def __init__(self, x, y, kind='linear'):
        self.known, self.x, self.y = without(kind != 'linear', 'kind'), asarray(x), asarray(y)
    def __call__(self, xnew): return interp(xnew, self.x, self.y)
"""
