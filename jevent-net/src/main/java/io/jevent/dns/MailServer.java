// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

/**
 * A mail server of a domain (an MX record).
 *
 * @param preference the preference; clients try lower values first
 * @param host the name of the server
 * @since 0.1
 */
public record MailServer(int preference, String host) {}
