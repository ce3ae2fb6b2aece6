// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

/**
 * A server that takes the mail of a domain (an MX record).
 *
 * @param preference the lower, the earlier it is to be tried
 * @param host its name
 */
public record MailServer(int preference, String host) {}
