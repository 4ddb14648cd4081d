# fails: test_two_optimisers
# because: the moments are kept on the class, so the optimiser made last takes those of the first away
class Adam:
    m, v = {}, {}

    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.t = 0
        Adam.m, Adam.v = {}, {}

    def step(self, params, grads):
        self.t += 1
        b1, b2 = self.betas
        result = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.m[i] = b1 * self.m.get(i, 0) + (1 - b1) * g
            self.v[i] = b2 * self.v.get(i, 0) + (1 - b2) * g * g
            m = self.m[i] / (1 - b1**self.t)
            v = self.v[i] / (1 - b2**self.t)
            result.append(p - self.lr * m / (v.sqrt() + self.eps))
        return result
