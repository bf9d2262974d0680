/**
 * The rows of the fault matrix that can be met on loopback, in one process: {@code
 * docs/fault-rows.md} says which test shows which. A row's id begins the name of its tests.
 */
package io.forebay.rows;
