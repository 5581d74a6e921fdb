"""The training loop."""

import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import Tensor

from helpers.quotations.learned.features import Labels
from helpers.quotations.learned.wordpiece import WordPiece
from helpers.training.batches import Batch, Sample, iter_batches, iter_samples, role_batch
from helpers.training.examples import Example
from helpers.training.network import N_ROLES, QuotationNetwork, half_precision


@dataclass(frozen=True)
class Settings:
    """How long and how fast to train."""

    epochs: float = 8.0
    body_rate: float = 2e-4
    head_rate: float = 1e-3
    warm_up: int = 80  # steps
    n_pieces: int = 1400  # of one batch, per worker
    minutes: float = math.inf  # the rates fall to zero by then, if that is sooner
    meet_every: int = 20  # steps after which workers average their weights
    limits: tuple[int, int] = (140, 256)  # window sizes, drawn anew for each article and epoch
    dirty: float = 0.35  # share of articles read as one of their dirty copies
    cue_weight: float = 6.0
    fast_weight: float = 0.4  # of the losses at the depth of `fast`, beside those of `default`
    negative: float = 0.12  # cue probability from which a wrong anchor is shown to the role head
    threads: int = 1
    seed: int = 1


def fit(
    network: QuotationNetwork,
    rounds: Sequence[Sequence[Example]],
    tokenizer: WordPiece,
    labels: Labels,
    settings: Settings,
    held: Sequence[Example] = (),
    checkpoint: Path | None = None,
) -> None:
    """Train the network in place; the word embeddings stay as they are.

    Args:
        network: Fresh or trained before.
        rounds: Clean articles first, then rounds of dirty copies in the same order.
        tokenizer: Splits words into pieces.
        labels: Numbers of the parser's labels.
        settings: Length, rates, seed.
        held: Articles to report on after each epoch.
        checkpoint: Where to keep the weights after each epoch.
    """
    torch.set_num_threads(settings.threads)
    torch.manual_seed(settings.seed)
    rng = random.Random(settings.seed)
    worker, n_workers = (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)
    body = [p for p in network.bert.parameters() if p.requires_grad]
    heads = [p for name, p in network.named_parameters() if not name.startswith("bert.")]
    groups = [{"params": body, "lr": settings.body_rate}, {"params": heads, "lr": settings.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    rates = [group["lr"] for group in optimizer.param_groups]
    drawn = _draw(rounds, tokenizer, labels, settings, random.Random(0))
    per_epoch = sum(len(sample.window.pieces) for sample in drawn) / settings.n_pieces / n_workers
    n_steps, step, started, finished = max(int(settings.epochs * per_epoch), 1), 0, time.monotonic(), False
    losses: list[tuple[float, float]] = []
    device = next(network.parameters()).device
    network.train()
    while not finished:
        for batch in iter_batches(
            _draw(rounds, tokenizer, labels, settings, rng)[worker::n_workers], settings.n_pieces, rng
        ):
            progress = max(step / n_steps, (time.monotonic() - started) / 60 / settings.minutes)
            factor = min(1.0, (step + 1) / settings.warm_up) * max(0.005, 1 - progress)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * factor
            cue_loss, role_loss = _losses(network, batch.to(device), settings)
            optimizer.zero_grad(set_to_none=True)
            (settings.cue_weight * cue_loss + role_loss).backward()
            torch.nn.utils.clip_grad_norm_(body, 1.0)
            optimizer.step()
            step += 1
            losses.append((cue_loss.item(), role_loss.item()))
            if step % settings.meet_every == 0:
                finished = _meet(body + heads, progress) >= 1
            if step % 50 == 0 and worker == 0:
                cue, role = np.mean(losses[-50:], axis=0)
                print(f"{step}/{n_steps} {time.monotonic() - started:.0f} s cue {cue:.4f} role {role:.4f}", flush=True)
            if finished:
                break
        if held and worker == 0:
            for variant in network.depths:
                print("held out,", variant, report(network, held, tokenizer, labels, variant), flush=True)
        if checkpoint and worker == 0:
            torch.save(network.state_dict(), checkpoint)
    network.eval()


def _meet(parameters: Sequence[Tensor], progress: float) -> float:
    """Average the weights of all workers (local SGD: Stich 2019) and agree on how far the training has come."""
    if not dist.is_initialized():
        return progress
    with torch.no_grad():
        flat = torch.cat([p.data.reshape(-1) for p in parameters] + [parameters[0].new_tensor([progress])])
        dist.all_reduce(flat)
        flat /= dist.get_world_size()
        done = 0
        for p in parameters:
            p.data.copy_(flat[done : done + p.numel()].view_as(p))
            done += p.numel()
    return float(flat[-1])


def _draw(
    rounds: Sequence[Sequence[Example]], tokenizer: WordPiece, labels: Labels, settings: Settings, rng: random.Random
) -> list[Sample]:
    samples: list[Sample] = []
    for versions in zip(*rounds, strict=True):
        dirty = len(versions) > 1 and rng.random() < settings.dirty
        example = rng.choice(versions[1:]) if dirty else versions[0]
        samples += iter_samples(example, tokenizer, labels, rng.randint(*settings.limits))
    return samples


def whole_loss(network: QuotationNetwork, batch: Batch, settings: Settings) -> Tensor:
    """What training makes small."""
    cue_loss, role_loss = _losses(network, batch, settings)
    return settings.cue_weight * cue_loss + role_loss


def _losses(network: QuotationNetwork, batch: Batch, settings: Settings) -> tuple[Tensor, Tensor]:
    """Cue loss and role loss, each summed over the depths."""
    with half_precision(batch.pieces.device):
        states = network.encode(batch.pieces, batch.mask, batch.word_of, batch.known, batch.first)
    cue_loss, role_loss = batch.wanted.new_zeros(()), batch.wanted.new_zeros(())
    for variant in network.depths:
        weight = settings.fast_weight if variant == "fast" and len(network.depths) > 1 else 1.0
        cue, role = _losses_at(network, batch, variant, states[variant].float(), settings.negative)
        cue_loss, role_loss = cue_loss + weight * cue, role_loss + weight * role
    return cue_loss, role_loss


def _losses_at(
    network: QuotationNetwork, batch: Batch, variant: str, states: Tensor, negative: float
) -> tuple[Tensor, Tensor]:
    scores = network.cue_scores(variant, states)
    cue_loss = F.binary_cross_entropy_with_logits(scores[batch.is_word], batch.wanted[batch.is_word])
    wrong = (scores.detach().sigmoid() > negative) & batch.is_word & (batch.is_anchor == 0)
    gold = [(k, row) for k, sample in enumerate(batch.samples) for row in sample.roles]
    anchors = gold + [(k, row) for k, row in wrong.nonzero()[: len(gold)].tolist()]
    if not anchors:
        return cue_loss, 0 * cue_loss
    window, anchor, word, pair, roles = role_batch(batch, anchors)
    return cue_loss, F.cross_entropy(network.role_scores(variant, states, window, anchor, word, pair), roles)


def report(
    network: QuotationNetwork, held: Sequence[Example], tokenizer: WordPiece, labels: Labels, variant: str
) -> str:
    """F1 of anchors at the best threshold, and of role words given the right anchors."""
    network.eval()
    device = next(network.parameters()).device
    samples = [s for example in held for s in iter_samples(example, tokenizer, labels, 256)]
    scores, truth, counts = [], [], np.zeros((3, N_ROLES))
    with torch.inference_mode():
        for batch in (b.to(device) for b in iter_batches(samples, 4096, random.Random(0))):
            with half_precision(device):
                encoded = network.encode(batch.pieces, batch.mask, batch.word_of, batch.known, batch.first)
            states = encoded[variant].float()
            scores.append(network.cue_scores(variant, states)[batch.is_word].sigmoid().cpu().numpy())
            truth.append(batch.is_anchor[batch.is_word].cpu().numpy())
            gold = [(k, row) for k, sample in enumerate(batch.samples) for row in sample.roles]
            if gold:
                window, anchor, word, pair, roles = role_batch(batch, gold)
                best = network.role_scores(variant, states, window, anchor, word, pair).argmax(-1)
                roles = roles.argmax(-1)
                for role in range(N_ROLES):
                    counts[:, role] += [
                        int(((best == role) & (roles == role)).sum()),
                        int((best == role).sum()),
                        int((roles == role).sum()),
                    ]
    network.train()
    p, y = np.concatenate(scores), np.concatenate(truth)
    f1, threshold = max(
        (2 * float((y * (p > t)).sum()) / float(y.sum() + (p > t).sum()), t) for t in np.arange(0.2, 0.75, 0.05)
    )
    roles_f1 = 2 * counts[0] / (counts[1] + counts[2] + 1e-9)
    content, source, cue = roles_f1[1:]
    return f"anchors {f1:.4f} at {threshold:.2f}; content {content:.3f} source {source:.3f} cue {cue:.3f}"
