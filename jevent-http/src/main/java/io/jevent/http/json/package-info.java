// SPDX-License-Identifier: Apache-2.0
/**
 * JSON by a library of the program's choice. A {@link io.jevent.http.json.JsonCodec} converts objects; there is one for
 * Jackson and one for Gson, and a program can provide its own.
 */
@NullMarked
package io.jevent.http.json;

import org.jspecify.annotations.NullMarked;
