#!/usr/bin/env python3
"""coverage.py - the estimate of estate/coverage.hpp a second time, in plain lists, to hold the first against.

Prints for each table of src/estate/coverage_test.cpp what that test expects. Where the first climbs by sums over
supersets and bisects, this one writes out the design matrix, looks at every model with every number of unseen devices,
and takes exp, log, lgamma and erf from the C library.
"""
import itertools, math

# Hepatitis A in northern Taiwan, 1995: three lists, 271 cases. Chao, Tsay, Lin, Shau, Chao: The applications of
# capture-recapture models to epidemiological data, Statistics in Medicine 20, 2001, table II. By set of lists: bit 0
# serum tests (P), bit 1 hospitals (Q), bit 2 epidemiologists (E).
HEPATITIS = [0, 69, 55, 21, 63, 17, 18, 28]
# Made up: three sources of an estate of which the first two depend on each other.
DEPENDENT = [0, 250, 90, 360, 150, 120, 45, 170]
# Made up: four sources that see nearly everything.
DENSE = [0, 9, 6, 50, 4, 30, 17, 180, 2, 21, 14, 120, 10, 70, 41, 426]


def design(bits, terms):
    return [[sum(1 for t in term if t & cell == t) for term in terms] for cell in range(1 << bits)]


def solve(a, b):
    """Gauss with pivoting."""
    n, a = len(b), [row[:] + [y] for row, y in zip(a, b)]
    for j in range(n):
        pivot = max(range(j, n), key=lambda i: abs(a[i][j]))
        a[j], a[pivot] = a[pivot], a[j]
        if abs(a[j][j]) < 1e-11:
            return None
        for i in range(n):
            if i != j:
                f = a[i][j] / a[j][j]
                a[i] = [x - f * y for x, y in zip(a[i], a[j])]
    return [a[i][n] / a[i][i] for i in range(n)]


def fit(counts, terms, cells):
    """Expected counts of all cells, from those in `cells`; None where they do not decide them."""
    x = design(len(counts).bit_length() - 1, terms)
    n = len(terms)
    beta = None
    for _ in range(200):
        if beta is None:
            w = {c: counts[c] + 0.5 for c in cells}
            z = {c: math.log(counts[c] + 0.5) for c in cells}
        else:
            m = {c: math.exp(sum(p * q for p, q in zip(x[c], beta))) for c in cells}
            w, z = m, {c: math.log(m[c]) + (counts[c] - m[c]) / m[c] for c in cells}
        matrix = [[sum(w[c] * x[c][i] * x[c][j] for c in cells) for j in range(n)] for i in range(n)]
        new = solve(matrix, [sum(w[c] * x[c][i] * z[c] for c in cells) for i in range(n)])
        if new is None:
            return None
        done = beta is not None and max(abs(p - q) for p, q in zip(new, beta)) < 1e-11
        beta = new
        if done:
            break
    return [math.exp(sum(p * q for p, q in zip(row, beta))) for row in x]


def deviance(counts, expected, cells):
    logs = sum(counts[c] * math.log(counts[c] / expected[c]) for c in cells if counts[c])
    return 2 * (logs + sum(expected[c] - counts[c] for c in cells))


def log_likelihood(counts, unseen, terms):
    table = [unseen] + counts[1:]
    expected = fit(table, terms, range(len(table)))
    total = sum(table)
    return (math.lgamma(total + 1) - math.lgamma(unseen + 1) +
            sum(n * math.log(e / total) for n, e in zip(table, expected) if n))


def estimate(counts, unseen_max):
    bits = len(counts).bit_length() - 1
    pairs = [1 << i | 1 << j for i, j in itertools.combinations(range(bits), 2)]
    effects = [[p] for p in pairs] + [pairs]
    observed = range(1, len(counts))
    models = []
    for chosen in itertools.product([0, 1], repeat=len(effects)):
        terms = [[0]] + [[1 << i] for i in range(bits)] + [e for c, e in zip(chosen, effects) if c]
        expected = fit(counts, terms, observed) if len(terms) <= len(observed) else None
        if expected is None:
            continue
        dev = deviance(counts, expected, observed)
        models.append((dev + 2 * len(terms), dev, len(observed) - len(terms), chosen, expected[0], terms))
    best = min(models)
    weighed = [(math.exp((best[0] - m[0]) / 2), m) for m in models if m[2] > 0]
    weighed = [(w, m) for w, m in weighed if w >= 0.01]
    total = sum(w for w, _ in weighed)
    below = [0.0] * (unseen_max + 1)
    for w, m in weighed:
        profile = [log_likelihood(counts, u, m[5]) for u in range(unseen_max + 1)]
        top = max(range(unseen_max + 1), key=lambda u: profile[u])
        for u in range(unseen_max + 1):
            root = math.sqrt(max(0, 2 * (profile[top] - profile[u]))) * (-1 if u < top else 1)
            below[u] += w / total * (1 + math.erf(root / math.sqrt(2))) / 2
    first = lambda share: next(u for u in range(unseen_max + 1) if below[u] >= share)
    return best, len(weighed), first(0.025), first(0.5), first(0.975) - 1


def main():
    for name, counts, unseen_max in (("hepatitis", HEPATITIS, 3500), ("dependent", DEPENDENT, 800), ("dense", DENSE, 30)):
        best, averaged, low, middle, high = estimate(counts, unseen_max)
        print(f"{name}: {middle} [{low}, {high}]; {averaged} models; best {best[3]}, deviance {best[1]:.4f} "
              f"on {best[2]}, unobserved {best[4]:.4f}")


if __name__ == "__main__":
    main()
