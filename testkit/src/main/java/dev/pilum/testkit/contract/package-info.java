/**
 * What every backend must do, as tests to be run on it: extend {@link
 * dev.pilum.testkit.contract.BackendContract} and say how it is opened. Tests name with {@link
 * dev.pilum.testkit.contract.Proves} the rows of docs/acceptance.md that they are about.
 */
@NullMarked
package dev.pilum.testkit.contract;

import org.jspecify.annotations.NullMarked;
