// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

/**
 * A host of a service (an SRV record, RFC 2782).
 *
 * @param priority the priority; clients try lower values first
 * @param weight the host's share of the clients among hosts of the same priority
 * @param port the port
 * @param host the name of the machine
 * @since 0.1
 */
public record ServiceHost(int priority, int weight, int port, String host) {}
