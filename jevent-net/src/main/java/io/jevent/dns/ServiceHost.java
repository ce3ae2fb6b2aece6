// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

/**
 * Where a service is to be had (an SRV record).
 *
 * @param priority the lower, the earlier it is to be tried
 * @param weight its share of the clients among those of the same priority
 * @param port the port
 * @param host the name of the machine
 */
public record ServiceHost(int priority, int weight, int port, String host) {}
