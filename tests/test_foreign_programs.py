"""Programs of MATLAB, Octave, Julia, R, C and languages like it have the values and the gradients that they have there."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from app.autodiff import differentiate
from app.language import LanguageError, parse

PROGRAMS: list[tuple[str, Any, dict[str, Any]]] = [
    (
        '#include <stdio.h>\nint main() {\n  double w = 3, x = 2.0;\n  double z = w * x;\n  printf("%f\\n", z);\n  return 0;\n}',
        6,
        {"w": 2},
    ),
    (
        'using namespace std;\nint main() {\n  double x = 2.0;\n  double y = x * x;\n  cout << "y = " << y << endl;\n}',
        4,
        {"x": 4},
    ),
    (
        "torch::Tensor f(torch::Tensor p, torch::Tensor t) {\n  auto b = (p * t).sum();\n  return 2.0 * b / (p.sum() + torch::exp(t));\n}",
        2 / (1 + np.e),
        {"p": 2 * np.e / (1 + np.e) ** 2, "t": 2 / (1 + np.e) ** 2},
    ),
    ("const x = 2, w = 3;\nconst z = x * w;\nconsole.log(z);", 6, {"x": 3, "w": 2}),
    ('fn main() {\n  let x = 2.0;\n  let y = x.powi(3);\n  println!("{}", y);\n}', 8, {"x": 12}),
    (
        'package main\nimport ("fmt"; "math")\nfunc main() {\n  x := 2.0\n  y := math.Pow(x, 2)\n  fmt.Println(y)\n}',
        4,
        {"x": 4},
    ),
    ("#define N 3\ndouble f = 0;\nfor (int i = 1; i <= N; i++)\n  f += w * i;", 6, {"w": 6}),
    ("#define SQ(x) ((x) * (x))\ndouble w = 2;\ndouble f = SQ(w + 1) * (-7 % 3);", -9, {"w": -6}),
    ("int i;\ndouble w = 2.5, f = 0;\nfor (i = 0; i < 2; i++) { if (w > 2) f += w; else f -= w; }", 5, {"w": 2}),
    (
        (
            "const w = 2;\nfunction g(a, b = 3) { return a * b; }\nlet f = 0;\n"
            "for (const v of [1, 2]) { if (v === 2) continue; f += g(w) * v; }"
        ),
        6,
        {"w": 3},
    ),
    (
        (
            "std::vector<double> x = {1, 2};\ndouble h[2];\ndouble f = 0;\n"
            "for (int i = 1; i >= 0; i--) h[i] = x[i] * (i + 1);\nfor (auto v : h) f += v;"
        ),
        5,
        {"x": [1, 2]},
    ),
    ("const w = 2;\nconst f = w * Math.round(2.5) + Math.round(-2.5);", 4, {"w": 3}),
    ("const x = [1, 2];\nlet f = 0;\nfor (let i = 0; i < x.length; i++) f += x[i] * x[i];", 5, {"x": [2, 4]}),
    (
        "x = [1 2];\nm = length(x);\nf = 0;\nfor i = 1:m,\n  if x(i) > 1,\n    f = f + x(i)^2;\n  else,\n    f = f - x(i);\n  end,\nend;",
        3,
        {"x": [-1, 4]},
    ),
    ("v = linspace(1, 3, 3);\nw = 2;\nu = w * v;\nf = u * u' + sum(sum(u' * u));", 4 * (14 + 36), {"w": 4 * (14 + 36)}),
    ("x = zeros(3, 1);\nfor i = 1:3\n  x(i) = w * i;\nend\nf = x' * x;", 14, {"w": 28}),
    ("x = [1 2 3 4];\nn = 4;\nf = sum(x([1 end])) + x(n/2) + x(end/2);", 9, {"x": [1, 2, 0, 1]}),
    ("x = [3 1 2];\n[~, idx] = sort(x);\nf = x(idx(1)) + 10 * x(idx(end));", 31, {"x": [10, 1, 0]}),
    ("W = [1.0 2.0; 3.0 4.0]\nx = [1.0, -1.0]\ny = W * x\nf = sum(abs2, y) + y' * y", 4, {"x": [-16, -24]}),
    ("b = [1 2];\nx = repmat(b, 3, 1);\nf = sum(x(:, 2)) + size(x, 1);", 9, {"b": [0, 3]}),
    ("w = 2;\nx = [2.5; -1.5];\nf = w * sum(round(x)) + x(1);", 4.5, {"w": 1}),
    ("x = [1 2 3];\ny = x.^2 + 2*x; % the square\nf = sum(y)", 26, {"x": [4, 6, 8]}),
    ("x = 2; % input\ns = 0;\nfor k = 1:3\n  s = s + x^k;\nend\nf = s", 14, {"x": 17}),
    ("n = 3; s = 0;\nfor i = n:-1:2\n  s = s + i*x^i;\nend", 5, {"x": 13}),
    ("y = 0;\nfor p = [1 3]\n  y = y + x^p;\nend", 2, {"x": 4}),
    ("x = [1 2 3];\nf = x*x'", [[14]], {"x": [[2, 4, 6]]}),
    ("using Flux\nA = [0.0 1.0; 0.0 1.0]\nf = sum(softmax(A) .* [1 2; 3 4])", 5, {"A": [[-0.5, -0.5], [0.5, 0.5]]}),
    (
        "function top(x; dims=1)\n    return maximum(x, dims=dims)\nend\nA = [1.0 5.0; 3.0 2.0]\nf = sum(top(A) .* [1 10])",
        53,
        {"A": [[0, 10], [1, 0]]},
    ),
    (
        "using LinearAlgebra\nA = [3.0 4.0; 0.0 2.0]\nf = sum(norm.(eachrow(A))) + A[2] + A[end]",
        9,
        {"A": [[0.6, 0.8], [1, 2]]},
    ),
    ("using LinearAlgebra\nx = [1.0, 2.0]\nf = x' * x + (x * x')[2, 1] + x ⋅ x + 7 ÷ 2", 15, {"x": [6, 9]}),
    ("xs = [0.1, 0.5, -0.3]\nf = xs[1] * xs[end]", -0.03, {"xs": [-0.3, 0, 0.1]}),
    ("using LinearAlgebra\nw = 2.0\nf = w * (-7 % 3) + div(7, 2) + mod(-7, 3)", 3, {"w": -1}),
    ("Y = matrix(c(1, 1, 0))\nX <- matrix(c(1, 2, 3), ncol = 1)\nw <- 2\nf <- sum((Y - X * w)^2)", 46, {"w": 50}),
    (
        "X <- matrix(c(1, 2, 3, 4), 2)\nw <- 2\nlayer.1 <- X[, 2] * w\nf <- sum(layer.1) + max(1, layer.1) + min(c(9, w), 3)",
        24,
        {"w": 12},
    ),
    ("p <- list(a = 1, b = list(c = 3))\nw <- 2\nf <- w * p$b$c + seq_len(3)[3] + sum(matrix(w, 2, 2))", 17, {"w": 7}),
    ("x = [1; 2];\nA = [1 2; 3 4];\nf = x'*A*x", 27, {"x": [12, 21]}),
    ("A = [1 2; 3 4];\nf = sum(A, 1)", [4, 6], {"A": [[1, 1], [1, 1]]}),
    ("A = [1 2; 3 4];\nf = sum(A.^2);", [10, 20], {"A": [[2, 4], [6, 8]]}),
    ("A = [3 0; 0 4];\nf = norm(A) + norm(A, 1)^2 + norm(A, Inf) + norm(A, 'fro')", 29, {"A": [[0.6, 0], [0, 10.8]]}),
    ("v = [3; 4];\nf = norm(v) + norm(v, 1) + max(-Inf, v(1));", 15, {"v": [2.6, 1.8]}),
    ("A = [1 2; 3 4];\nv = A(:);\nf = v(2)^2*v(3)", 18, {"A": [[0, 9], [12, 0]]}),
    ("A = [1 2; 3 4];\nf = sum(A, 2)", [3, 7], {"A": [[1, 1], [1, 1]]}),
    ("x = [2 3 4 5];\nf = x(end) * x(end-1) + x(1)", 22, {"x": [1, 0, 5, 4]}),
    ("x = linspace(0,1,3);\nf = sum(x(2:end) .* x(1:end-1))", 0.5, {"x": [0.5, 1, 0.5]}),
    (
        "A = [1 2; 3 4];\nx = [1; 2];\ns = 0;\nfor i = 1:2\n  for j = 1:2\n    s = s + A(i,j)*x(j);\n  end\nend",
        16,
        {"A": [[1, 2], [1, 2]], "x": [4, 6]},
    ),
    ("y = zeros(1,3);\nfor i = 1:3\n  y(i) = x^i;\nend\nf = sum(y)", 3, {"x": 6}),
    ("x = 3;\nif x > 2 && x ~= 5\n  y = x^2;\nelse\n  y = -x;\nend", 9, {"x": 6}),
    ("x = 1;\nif x > 2\n  y = x^2;\nelseif x > 0\n  y = 3*x;\nelse\n  y = -x;\nend", 3, {"x": 3}),
    ("x = 2;\nwhile x < 10\n  x = x*x;\nend", 16, {"x": 32}),
    ("function L = loss(w)\n  z = w^2 + 1;\n  L = log(z);\nend\nL = loss(3)", np.log(10), {"w": 0.6}),
    ("x = [1 2 4];\nf = std(x);", np.std([1, 2, 4], ddof=1), {}),
    ("x = [1.0, 2.0, 3.0]\ns = 0.0\nfor i in 1:length(x)\n    s += x[i]^2\nend\ns", 14, {"x": [2, 4, 6]}),
    ("x = 0.5\nfor k in 1:2\n    x = 3.2*x*(1 - x)\nend", 0.512, {"x": 0}),
    (
        "w = [0.1, 0.2]\nfunction predict(w, x)\n    z = sum(w .* x)\n    return 1 / (1 + exp(-z))\nend\np = predict(w, [1.0, 2.0])",
        1 / (1 + np.exp(-0.5)),
        {},
    ),
    ("function f(x)\n    x^2 + 1\nend\ny = f(3.0)", 10, {"x": 6}),
    ("x <- c(1, 2, 4)\nf <- x[1]^2 + x[3]", 5, {"x": [2, 0, 1]}),
    ("x <- c(1, 2, 3)\nw <- c(0.5, -1, 2)\ny <- sum(w * x)", 4.5, {"x": [0.5, -1, 2]}),
    ("x = 2;\ny = 3;\nz = x*y; % the product", 6, {"x": 3}),
    ("W = [1 2; 3 4];\nz = [x; 2];\nf = sum(W * z)", 16, {"x": 4}),
    (
        "function f(W, x)\n    return sum(W * x .+ 1)\nend\nW = [1 2; 3 4]\ny = f(W, [1.0, 2.0])",
        18,
        {"W": [[1, 2], [1, 2]]},
    ),
    ("g = @(a) sum(a.^2);\nf = g([x 2 3])", 14, {"x": 2}),
    ("x <- c(1, 2, 4)\nf <- mean(x) / sd(x)", np.mean([1, 2, 4]) / np.std([1, 2, 4], ddof=1), {}),
    (
        "x <- c(1, 2, 3); w <- c(0.5, 1, 2)\ns <- 0\nfor (i in 1:3) {\n  s <- s + w[i]*x[i]\n}",
        8.5,
        {"x": [0.5, 1, 2], "w": [1, 2, 3]},
    ),
    ("f <- function(x, w) {\n  z <- w*x\n  1/(1 + exp(-z))\n}\ny <- f(2, 0.5)", 1 / (1 + np.exp(-1)), {}),
    ("x = [4 3 2 1];\nf = x(x(4)) * x(1)", 16, {"x": [8, 0, 0, 0]}),
    ("A = [1 2; 3 4];\nf = sum(A .* A, 1);", [10, 20], {"A": [[2, 4], [6, 8]]}),
    ("A = [1 2; 3 4];\nf = sum(sum(A .* A));", 30, {"A": [[2, 4], [6, 8]]}),
    ("x = [1 2 3 4];\ny = x(end:-1:1);\nf = y(1)", 4, {"x": [0, 0, 0, 1]}),
    ("x = [1 2 3 4];\ny = x(4:-1:2);\nf = y(3)", 2, {"x": [0, 1, 0, 0]}),
    ("x = [1 2 3 4];\nf = sum(x(1:2:end));", 4, {"x": [1, 0, 1, 0]}),
    ("x = [1 -2 3];\nf = sum(x(x > 0));", 4, {"x": [1, 0, 1]}),
    ("x = [1 2 3];\nf = sum(x([1 3]));", 4, {"x": [1, 0, 1]}),
    ("x = [3 1 2];\nf = sum(2.^(x(1:end-1) - max(x)));", 1.25, {}),
    ("x = [1 2 3 4];\nf = sum(x(2:numel(x)));", 9, {"x": [0, 1, 1, 1]}),
    ("x <- c(1,\n  2, 4)\nf <- x[length(x)] * x[2]", 8, {"x": [0, 4, 2]}),
    ("x <- c(1, 2, 4)\nf <- sum(x[x > 1])", 6, {"x": [0, 1, 1]}),
    ("w <- c(0.5, 1)\ng <- function(x, w) {\n  sum(c(x, 1) * w)\n}\ny <- g(2, w)", 2, {"w": [2, 1]}),
    (
        "x = [1 2 3];\ny = x';\nf = x(2) * y(3) + length(y) + length(x) + sum(x(2:end) .* x(1:end-1));",
        20,
        {"x": [[2, 7, 4]]},
    ),
    ("A = [1 2; 3 4];\nf = A(2)^2 + numel(A) + 1;", 14, {"A": [[0, 0], [6, 0]]}),
    (
        "A = [1 2 3; 3 4 5];\nB = reshape(A, 3, 2);\nC = reshape(A, [], 2);\nf = B(2, 1) + 10 * C(1, 2);",
        43,
        {"A": [[0, 0, 0], [1, 10, 0]]},
    ),
    ("x = [1 2 3];\nx(2) = 5;\nf = x * x';", [[35]], {}),
    ("a = [1; 2];\nb = [3; 4];\ng = [a ; b; 5];\nf = g' * g;", 55, {"a": [2, 4], "b": [6, 8]}),
    ("x = [1; 2];\nX = [ones(2, 1) x];\nf = sum(X * [3; 4])' + X(2, 2);", 20, {"x": [4, 5]}),
    ("X = [2 1; 4 5; 9 3];\nf = sum(std(X).^2 .* max(X) + min(X) .* median(X));", 148, {}),
    ("z = [1 2; 5 7; 3 4];\np = z ./ sum(z, 2) - max(z, [], 2);\nf = sum(sum(p));", -23, {}),
    ("net.W = [1 2; 3 4];\nx = [1; 2];\nf = sum(net.W * x);", 16, {"x": [4, 6]}),
    ("y <- c(1, 2)\no <- matrix(c(3, 5), ncol = 1)\nf <- sum((y - o)^2)", 13, {"y": [-4, -6]}),
    ("w = [1 2 3];\nx = [3; 4; 5];\nf = w * x", 26, {"w": [3, 4, 5], "x": [1, 2, 3]}),
    ("b = [1; 2];\nZ = b * ones(1, 2) + [5 7; 6 8];\nf = Z(1, 2);", 8, {"b": [1, 0]}),
    ("A = [1 2; 3 4];\nv = A(:, 1);\nB = A .* v;\nf = B(1, 2);", 2, {"A": [[2, 1], [0, 0]]}),
    ("A = [1 2; 3 4];\nv = A(1, :);\nB = A .* v;\nf = B(1, 2);", 4, {"A": [[0, 4], [0, 0]]}),
    ("A = [2 1; 1 3];\nb = [1; 2];\nB = A .* (A \\ b);\nf = B(1, 2)", 0.2, {"b": [0.6, -0.2]}),
    (
        "A = [1 2; 3 5];\nd = diag(A);\ne = d';\nf = sum(sum(A .* d)) + 10 * sum(sum(A .* e));",
        433,
        {"A": [[54, 51], [15, 133]]},
    ),
    ("A = [3 4; 6 8];\nn = sqrt(sum(A.^2, 2));\nB = A ./ n;\nf = B(1, 2);", 0.8, {"A": [[-0.096, 0.072], [0, 0]]}),
    ("A = [1 2; 3 5];\nW = A * A;\nB = W - mean(W);\ns = sum(W);\nf = B(1, 2) + s(1);", 15.5, {}),
    (
        "v = zeros(2, 1);\nfor i = 1:2\n  v(i) = x * i^2;\nend\nB = [1 2; 3 5] .* v;\nf = B(1, 2) * B(2, 2);",
        40,
        {"x": 80},
    ),
    ("x = [1 2];\ny = [3; 4];\nB = x + y;\nf = B(1, 2)^2;", 25, {"x": [0, 10], "y": [10, 0]}),
    ("X = [1 2; 3 5];\nsq = sum(X.^2, 2);\nD = sq + sq' - 2*X*X';\nf = D(1, 2);", 13, {"X": [[-4, -6], [4, 6]]}),
    ("A = [1 2; 3 4];\nv = [1; 2];\nM = A > v;\nf = sum(sum(M .* A)) + sum(sum(max(A, 2.5 * v)));", 24, {}),
    ("A = [1 2; 3 4];\n[m, i] = max(A, [], 2);\nB = A - m;\nf = B(2, 1) + 10 * i(1);", 19, {"A": [[0, 0], [1, -1]]}),
    ("v = [3 1 2];\n[s, k] = sort(v, 'descend');\nf = s(1)*10 + s(3) + k(2);", 34, {}),
    ("A = zeros(2);\nA(1, 2) = x^2;\nf = sum(sum(A)) + norm(A);", 2, {"x": 4}),
    ("b = [1; 2];\nB = [1 4; 3 2] + repmat(b, 1, 2);\nf = B(1, 2) * B(2, 1);", 25, {"b": [5, 5]}),
    ("A <- matrix(c(1, 2, 3, 4), nrow = 2)\nv <- c(1, 2)\nC <- A > v\nf <- sum(C * A * v)", 11, {"v": [3, 4]}),
    ("A = [1 2; 3 4; 5 6];\nA(2, :) = [];\nf = sum(sum(A.^2));", 66, {"A": [[2, 4], [0, 0], [10, 12]]}),
    ("v = [1 2 3 4];\nv(end-1:end) = [];\nf = sum(v .* [1 2]);", 5, {"v": [1, 2, 0, 0]}),
    (
        "A = [1 2; 3 4];\nW = [1 0; 0 2];\nA(:, end+1) = W * [5; 6];\nA(end+1, :) = [1 1 1];\nf = sum(A(:, 3));",
        18,
        {"W": [[5, 6], [5, 6]]},
    ),
    (
        "I = [1 2 3; 4 5 6; 7 8 9];\nK = [1 0; 0 -1];\nC = conv2(I, K, 'valid');\nf = sum(sum(C.^2)) + sum(conv([1 2], [1 1]));",
        70,
        {},
    ),
    ("W = {[1 2; 3 4], [0.5; -1]};\nx = [1; 2];\nf = W{2}' * (W{1} * x);", -8.5, {"x": [-2.5, -3]}),
    ("C = {};\nx = [1 2 3];\nfor i = 1:3\n  C{end+1} = x(i)^2;\nend\nf = C{1} + 10 * C{end};", 91, {"x": [2, 0, 60]}),
    ("x = 3;\ns = 0;\nfor i = 1:3, s = s + x^i; end\nif s > 10, s = s * 2; else, s = -s; end\nf = s", 78, {"x": 68}),
    ("x = 3;\nn = 0;\nwhile true\n  x = x / 2;\n  n = n + 1;\n  if x < 1, break; end\nend\nf = x * n", 1.5, {}),
    (
        "function y = sq(x)\n  y = x.^2;\nendfunction\nx = [1 2];\ns = 0;\nfor i = 1:2\n  s += sq(x(i));\nendfor\ns",
        5,
        {"x": [2, 4]},
    ),
    ("f = @sigmoid;\nx = [1 -2];\ny = sum(f(x));", 1 / (1 + np.exp(-1)) + 1 / (1 + np.exp(2)), {}),
    ("x = 0:0.5:2;\nw = 2;\nf = w * sum(x.^2) + sum(x .* (1:5));", 35, {"w": 7.5, "x": [1, 4, 7, 10, 13]}),
    ("A = [4 -2; 1 1];\n[V, D] = eig(A);\ne = eig([4 0; 0 1] .* A);\nf = sum(diag(D)) + sum(e);", 22, {}),
    ("A = [4 1; 1 3];\n[U, S, V] = svd(A);\nB = U * S * V';\ns = svd(A);\nf = B(1, 2)^2 + s(1) * s(2);", 12, {}),
    ("A = [4 2; 2 3];\nR = chol(A);\nf = R(1, 2);", 1, {}),
    (
        "X = [1 2; 3 4; 5 6];\ny = [1; 2; 3];\nw = (X'*X) \\ (X'*y);\nf = sum(w.^2);",
        0.25,
        {"y": [13 / 12, 1 / 3, -5 / 12]},
    ),
    (
        "P = [0.2 0.8; 0.6 0.4];\ny = [2; 1];\nidx = sub2ind(size(P), (1:2)', y);\nL = sum(P(idx));",
        1.4,
        {"P": [[0, 1], [1, 0]]},
    ),
    ("x = [3; 24];\nf = nthroot(x(1) * 9, 3) + sum(flipud(x) .* circshift(x, 1) .* [1; 0]);", 579, {}),
    ("A = [1.0 2.0; 3.0 4.0]\nB = A .* A\nf = B[1, 1]", 1, {"A": [[2, 0], [0, 0]]}),
    (
        "A = [1.0 2.0; 3.0 4.0]\nv = [1.0, 2.0]\ns = sum(A, dims=2)\nB = A ./ s .* v\nf = B[1, 2]",
        2 / 3,
        {"v": [2 / 3, 0]},
    ),
    ("z = [0.5, -0.5]\na = exp.(z)\nL = sum(abs2, a) + maximum(z) + sum(t -> t^2, z)", 2 * np.cosh(1) + 1, {}),
    (
        "xs = [1.0, 2.0, 3.0]\ns = 0.0\nfor (i, x) in enumerate(xs)\n    global s += i * x^2\nend\ns",
        36,
        {"xs": [2, 8, 18]},
    ),
    ("A = zeros(2, 2)\nx = 3.0\nfor i in 1:2, j in 1:2\n    A[i, j] = x^(i + j)\nend\nf = sum(A)", 144, {"x": 168}),
    ("x = [1.0, 2.0]\ns = 0.0\nfor i in eachindex(x)\n    s += x[i]^2\nend\ns", 5, {"x": [2, 4]}),
    ("x = [1.0, 2.0, 3.0]\ny = map(t -> t^2, x)\nz = sum(y) + maximum(x)", 17, {"x": [2, 4, 7]}),
    ("A <- cbind(c(1, 2), c(3, 4))\nB <- rbind(c(1, 2), c(3, 4))\nf <- sum(A * B)", 29, {"A": [[1, 2], [3, 4]]}),
    ("x <- c(0.5, 2)\no <- x %o% c(3, 4)\nf <- o[1, 2] + 7 %% 4 * x[1] + 7 %/% 2 * x[2]", 9.5, {"x": [7, 3]}),
    ("x <- c(3, 1, 2)\nf <- which.max(x) * sum(sort(x) * c(1, 2, 3))", 14, {"x": [3, 1, 2]}),
    ("learning.rate <- 0.1\nw <- 2\nw.new <- w - learning.rate * 2 * w\nf <- w.new^2", 2.56, {"w": 2.56}),
    ("x <- c(1, 2, 3, 4)\nf <- sum(x[-1] * x[-4]) + sum(x[-length(x)])", 26, {"x": [3, 5, 7, 3]}),
    ("X <- cbind(c(1, 2), c(3, 4))\nr <- apply(X, 1, sum)\nf <- r[2] * sum(t(X)[1, ]) + sum(solve(X))", 18, {}),
    (
        "f <- function(x, n = 2) x^n\nt <- seq(0, 1, by = 0.25)\ny <- sum(f(t)) + f(2, 3)",
        9.875,
        {"t": [0, 0.5, 1, 1.5, 2]},
    ),
    (
        "X = [1 2; 3 5];\nv = var(X, 1);\nY = (X - mean(X)) ./ sqrt(v);\nf = sum(sum(v)) + sum(Y(2, :));",
        5.25,
        {"X": [[-1, -1.5], [1, 1.5]]},
    ),
    ("x = [1 2 6];\nf = var(x, 1) + var(x) + var(x, 0) + sum(var([1 2; 5 8], 1, 2));", 14 / 3 + 14 + 2.5, {}),
    ("X = [1 2; 3 4];\nf = sum(X, 'all') * mean(X, 'all');", 25, {"X": [[5, 5], [5, 5]]}),
    ("A = [1 2; 3 4];\nB = A^2 - A .* A;\nf = B(1, 2) * B(2, 1);", 36, {}),
    ("v = [1; 2; 3];\n[r, c] = size(v);\nf = r * v(1) + c * v(2) + sum(sum(eye(2))) * v(3);", 11, {"v": [3, 1, 2]}),
    ("a = 1; b = 2;\nv = [a; b];\nB = [1 2; 3 4] .* v;\nf = B(1, 2);", 2, {"a": 2, "b": 0}),
    ("x <- 3\nif (x > 2) {\n  y <- x^2\n} else {\n  y <- -x\n}", 9, {"x": 6}),
]


@pytest.mark.parametrize(("text", "value", "gradients"), PROGRAMS, ids=[text[:30] for text, *_ in PROGRAMS])
def test_a_program_is_read_as_its_language_means_it(text: str, value: Any, gradients: dict[str, Any]) -> None:
    trace = differentiate(parse(text))
    np.testing.assert_allclose(trace.values[trace.graph.output], value, rtol=1e-12)
    adjoints = trace.named(trace.adjoints)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(adjoints[name], gradient, rtol=1e-12, atol=1e-15)


def test_a_product_of_two_vectors_that_may_be_either_is_refused() -> None:
    with pytest.raises(LanguageError, match="is their scalar product or a matrix, by which of them is a row"):
        differentiate(parse("w = [1 2 3];\nf = w(2:3) * x .* 2;"), values={"x": [4, 5]})


def test_a_vector_that_may_be_a_row_or_a_column_does_not_meet_a_square_matrix() -> None:
    with pytest.raises(LanguageError, match="goes down its columns or along its rows"):
        differentiate(parse("A = [1 2; 3 4];\nf = sum(sum(A .* v));"), values={"v": [4, 5]})


@pytest.mark.parametrize(("given", "told"), [("[1; 2; 3]", "a column"), ("[1 2 3]", "a row")])
def test_a_vector_that_is_taken_for_what_it_meets_is_told(given: str, told: str) -> None:
    trace = differentiate(parse(f"x = {given};\nf = sum(x .* w);"), values={"w": [1, 2, 3]})
    assert f"`w` is taken for {told} here, as what it meets is" in [each.message for each in trace.warnings]


def test_one_place_of_a_matrix_is_not_set() -> None:
    with pytest.raises(LanguageError, match="one place of a matrix is set here"):
        differentiate(parse("A = [1 2; 3 4];\nA(2) = 7;\nf = A(1, 1);"))


def test_places_counted_from_1_are_told() -> None:
    trace = differentiate(parse("x <- c(1, 2, 4)\nf <- x[1]^2"))
    assert "places are counted from 1, as in `x[1]`" in [each.message for each in trace.warnings]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("function f(x)\n    sum(x[-1])\nend\ny = f([1.0, 2.0])", "`x[-1]` leaves a place out"),
        ("x = [1 2 3 4];\nf = sum(x(x(1):2:end));", "the places `x(1):2:end` could not be read"),
    ],
)
def test_places_that_cannot_be_followed_are_refused(text: str, told: str) -> None:
    with pytest.raises(LanguageError, match=re.escape(told)) as raised:
        parse(text)
    assert raised.value.line == 2


def test_a_mistake_in_a_block_has_its_place() -> None:
    with pytest.raises(LanguageError) as raised:
        differentiate(parse("s = 0;\nfor k = 1:3\n  s = s + sigmod(k);\nend"))
    assert raised.value.line == 3


def test_a_remainder_of_what_is_no_number_is_refused_in_the_persons_words() -> None:
    with pytest.raises(LanguageError, match="a function is not a number or an array"):
        differentiate(parse("int k = 7;\ndouble z = int % 3;"))
