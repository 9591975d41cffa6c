"""The plain network of plain_network.h in PyTorch (Debian: python3-torch).

  plain_torch.py rate HIDDEN THREADS SECONDS   prints the median rate, tokens a second
  plain_torch.py steps HIDDEN IN OUT           four steps from the weights and tokens in IN, without
                                               dropout: writes each step's loss and gradient to OUT
"""
import sys
import time

import torch

CLASSES, EMBEDDING, STREAMS, STEPS = 300, 128, 32, 128


class Plain(torch.nn.Module):
    def __init__(self, hidden, dropout):
        super().__init__()
        self.embedding = torch.nn.Embedding(CLASSES, EMBEDDING)
        self.drop_embedding = torch.nn.Dropout(dropout / 2)
        self.lstm = torch.nn.LSTM(EMBEDDING, hidden, 2, dropout=dropout)
        self.drop = torch.nn.Dropout(dropout)
        self.output = torch.nn.Linear(hidden, CLASSES)
        for layer in range(2):  # a bias is enough
            second = getattr(self.lstm, f"bias_hh_l{layer}")
            second.requires_grad = False
            second.zero_()

    def forward(self, tokens):
        h, _ = self.lstm(self.drop_embedding(self.embedding(tokens)))
        return self.output(self.drop(h))

    def tensors(self):
        """In the order of the file, each with whether it lies transposed there."""
        yield self.embedding.weight, False
        for layer in range(2):
            yield getattr(self.lstm, f"weight_ih_l{layer}"), True
            yield getattr(self.lstm, f"weight_hh_l{layer}"), True
            yield getattr(self.lstm, f"bias_ih_l{layer}"), False
        yield self.output.weight, True
        yield self.output.bias, False


def step(net, adam, inputs, targets):
    adam.zero_grad()
    loss = torch.nn.functional.cross_entropy(net(inputs).reshape(-1, CLASSES), targets.reshape(-1))
    loss.backward()
    return loss.item()


def adam_of(net):
    learned = [p for p in net.parameters() if p.requires_grad]
    return torch.optim.Adam(learned, lr=1e-3, betas=(0.9, 0.99))


def rate(hidden, threads, seconds):
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    net = Plain(hidden, 0.3)
    adam = adam_of(net)
    inputs = torch.randint(0, CLASSES, (STEPS, STREAMS))
    targets = torch.randint(0, CLASSES, (STEPS, STREAMS))
    rates = []
    begin = time.perf_counter()
    while len(rates) < 4 or time.perf_counter() - begin < seconds:
        before = time.perf_counter()
        step(net, adam, inputs, targets)
        adam.step()
        rates.append(STEPS * STREAMS / (time.perf_counter() - before))
    rates = sorted(rates[1:])
    print(f"{rates[len(rates) // 2]:.0f}")


def load(net, data):
    at = 0
    for tensor, transposed in net.tensors():
        values = torch.frombuffer(data, dtype=torch.float32, count=tensor.numel(), offset=at)
        shape = tensor.shape[::-1] if transposed else tensor.shape
        values = values.reshape(shape)
        tensor.data = (values.t() if transposed else values).contiguous().clone()
        at += 4 * tensor.numel()
    return torch.frombuffer(data, dtype=torch.int32, offset=at).long()


def steps(hidden, path_in, path_out):
    net = Plain(hidden, 0.0)
    with open(path_in, "rb") as file:
        tokens = load(net, bytearray(file.read())).reshape(2, 4, STEPS, STREAMS)
    adam = adam_of(net)
    with open(path_out, "wb") as out:
        for i in range(4):
            loss = step(net, adam, tokens[0, i], tokens[1, i])
            out.write(torch.tensor([loss]).numpy().tobytes())
            for tensor, transposed in net.tensors():
                gradient = tensor.grad.t() if transposed else tensor.grad
                out.write(gradient.contiguous().numpy().tobytes())
            adam.step()


if __name__ == "__main__":
    if sys.argv[1] == "rate":
        rate(int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
    else:
        steps(int(sys.argv[2]), sys.argv[3], sys.argv[4])
