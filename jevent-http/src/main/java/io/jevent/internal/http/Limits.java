// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

/**
 * The size limits of a request.
 *
 * @param requestLine the maximum length of the request line in bytes, without CR LF
 * @param headerBytes the maximum length of all header lines together, in bytes
 * @param headers the maximum number of header lines
 * @param body the maximum length of the body in bytes
 */
public record Limits(int requestLine, int headerBytes, int headers, long body) {}
