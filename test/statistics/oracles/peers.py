"""What scipy and statsmodels say of small examples: prints peers.json.

Made with: python3 peers.py > peers.json   (pip install scipy statsmodels)
"""
import json
from itertools import permutations, product

import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestPower
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

draw = np.random.default_rng(17)
x = np.log2([100, 1000, 10000])
x = x - x.mean()

# Two seeds of two hidden sizes: y[seed][hidden][batch].
y = draw.normal(size=(2, 2, 3)).round(3) + np.array([0, 0.4, 0.8])


def slope(y):
    return ((y @ x) / (x @ x)).mean()


blocks = y.reshape(4, 3)
observed = slope(y)
all_slopes = [slope(np.array(b)) for b in product(*[list(permutations(b)) for b in blocks])]
enumerated = float(np.mean(np.abs(all_slopes) >= abs(observed) - 1e-9))
# One block: scipy permutes the labels itself.
one = blocks[0]
scipy_one = stats.permutation_test(
    (one,), lambda v: abs((v @ x) / (x @ x)), permutation_type="pairings", alternative="greater", n_resamples=np.inf
).pvalue
# Two batch sizes: the labels within a block are a pair, and scipy's "samples" flips each.
a, b = y[:, :, 0].ravel(), y[:, :, 2].ravel()
scipy_pairs = stats.permutation_test(
    (a, b), lambda u, v: (v - u).mean(), permutation_type="samples", alternative="two-sided", n_resamples=np.inf
).pvalue

p = [0.01, 0.04, 0.03, 0.005, 0.2, 0.03]
# Max-T: three hypotheses of seven blocks, by every flip of signs; step-down by its definition.
h = (draw.normal(size=(3, 7)) + np.array([[1.2], [0.5], [0.0]])).round(3)


def t_of(h):
    return np.abs(h.mean(axis=1) / (h.std(axis=1, ddof=1) / np.sqrt(h.shape[1])))


seen = t_of(h)
order = np.argsort(-seen)
draws = np.array([t_of(h * np.array(signs)) for signs in product([1, -1], repeat=7)])
step = []
for rank in range(3):
    largest = draws[:, order[rank:]].max(axis=1)
    step.append(float(np.mean(largest >= seen[order[rank]] * (1 - 1e-9))))
adjusted = np.empty(3)
adjusted[order] = np.maximum.accumulate(step)
single = [
    float(stats.permutation_test((v,), np.mean, permutation_type="samples", n_resamples=np.inf).pvalue) for v in h
]

values = [0.012, -0.004, 0.021, 0.008, 0.015]
one_sample = stats.ttest_1samp(values, 0)
low, high = one_sample.confidence_interval(0.95)
of_six = one_sample.confidence_interval(1 - 0.05 / 6)
power = [
    {"effect": e, "n": n, "power": float(TTestPower().power(e, n, 0.05, alternative="two-sided"))}
    for e, n in [(0.5, 2), (1, 3), (1, 5), (0.8, 10), (2, 3), (0.3, 100), (3, 5)]
]
print(
    json.dumps(
        {
            "made": f"scipy {scipy.__version__}, statsmodels {statsmodels.__version__}, numpy {np.__version__}",
            "blocks": {"y": y.tolist(), "enumerated": enumerated, "permutations": len(all_slopes)},
            "oneBlock": float(scipy_one),
            "pairs": float(scipy_pairs),
            "holm": {"p": p, "adjusted": multipletests(p, method="holm")[1].tolist()},
            "maxT": {"hypotheses": h.tolist(), "adjusted": adjusted.tolist(), "single": single},
            "student": {
                "values": values,
                "p": float(one_sample.pvalue),
                "interval": [float(low), float(high)],
                "ofSix": [float(of_six.low), float(of_six.high)],
                "bound": 0.02,
                "equivalence": float(DescrStatsW(values).ttost_mean(-0.02, 0.02)[0]),
            },
            "tails": [
                {"t": t, "freedom": f, "p": float(2 * stats.t.sf(t, f))}
                for t, f in [(0, 3), (0.5, 1), (2.5, 9), (40, 9), (1e-3, 200)]
            ],
            "fTails": [
                {"f": f, "freedom": d, "p": float(stats.f.sf(f, *d))}
                for f, d in [(1.18046237440255, [4, 20]), (0.01, [2, 3]), (50, [3, 40]), (300, [1, 100])]
            ],
            "power": power,
            "shares": [
                {"k": k, "n": n, "interval": [float(end) for end in proportion_confint(k, n, method="wilson")]}
                for k, n in [(0, 10), (10, 10), (3, 17), (2600, 2600)]
            ],
        },
        indent=2,
    )
)
