// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import java.util.List;

/**
 * Messages of a room in their order.
 *
 * @param after the number of the message before the first of them
 * @param said the messages
 */
record Heard(long after, List<Said> said) {}
