// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import java.util.Optional;

/**
 * A server-sent event.
 *
 * @param id the identifier of the last event that had one, for {@code Last-Event-ID}; empty if none had
 * @param type the type, {@code message} if the server sent none
 * @param data the data, lines separated by line feeds
 * @since 0.1
 */
public record ServerEvent(Optional<String> id, String type, String data) {}
