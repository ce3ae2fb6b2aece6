// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.util.List;
import java.util.Map;

/**
 * How a child process is started.
 *
 * @param command the program and its arguments
 * @param environment the variables it gets beside those of this process
 */
record Launch(List<String> command, Map<String, String> environment) {}
