/** Three small tasks that make and pass on texts: enough to see how a graph is put together. */
import { log } from 'alidade/sdk';

/**
 * Greets by name: `World` gives `Hello, World`. Logs the greeting.
 *
 * @param name whom to greet
 * @returns the greeting
 */
export function hello(name: string): string {
  return say(`Hello, ${name}`);
}

/**
 * Greets in words of your own: `Goodbye` and `World` give `Goodbye, World`. Logs the greeting.
 *
 * @param greeting the words
 * @param name whom to greet
 * @returns the greeting
 */
export function greet(greeting: string, name: string): string {
  return say(`${greeting}, ${name}`);
}

/**
 * Says a greeting in capital letters. Logs it.
 *
 * @param greeting what to shout
 * @returns the same text in upper case
 */
export function shout(greeting: string): string {
  return say(greeting.toUpperCase());
}

function say(message: string): string {
  log(message);
  return message;
}
