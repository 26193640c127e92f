/** The weights of the best epoch so far, for a training that is stopped early after the fact. */
import { log } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

export class BestWeights {
  #score = -Infinity;
  #epoch = 0;
  #weights: tf.Tensor[] = [];

  /** Keeps a copy of the weights where no epoch before was better. */
  offer(model: tf.LayersModel, epoch: number, score: number): void {
    if (score < this.#score) return;
    tf.dispose(this.#weights);
    this.#weights = model.getWeights().map((weight) => tf.clone(weight));
    [this.#score, this.#epoch] = [score, epoch];
  }

  /** Puts the best weights back into the model, and lets go of them. */
  restore(model: tf.LayersModel): void {
    if (this.#weights.length === 0) return;
    model.setWeights(this.#weights);
    tf.dispose(this.#weights);
    log(`the weights of epoch ${this.#epoch + 1} are kept: none after it was better on the images held out`);
  }
}
