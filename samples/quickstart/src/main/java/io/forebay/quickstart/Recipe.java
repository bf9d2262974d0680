package io.forebay.quickstart;

/** Shows one thing, and fails if it comes out otherwise. */
interface Recipe {

  /** What it shows, in a sentence. */
  String title();

  /** Shows it. */
  void cook(Origins origins, Timeline timeline) throws Exception;
}
