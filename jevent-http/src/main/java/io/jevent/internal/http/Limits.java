// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

/**
 * How large a request may be.
 *
 * @param requestLine bytes of the request line, without its end
 * @param headerBytes bytes of all header lines together
 * @param headers how many header lines
 * @param body bytes of the body
 */
public record Limits(int requestLine, int headerBytes, int headers, long body) {}
