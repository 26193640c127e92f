// Types that Kit and the page add to the global scope.
declare global {
  namespace App {}
}

export {};
