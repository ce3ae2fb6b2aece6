// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.util.List;

/**
 * The result of one row.
 *
 * @param row the row
 * @param ours jevent's numbers
 * @param peers the numbers of those who run this row
 */
record RowResult(Row row, Samples ours, List<Samples> peers) {}
