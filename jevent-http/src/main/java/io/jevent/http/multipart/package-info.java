// SPDX-License-Identifier: Apache-2.0
/**
 * Bodies of several parts, as HTML forms with files send them ({@code multipart/form-data}, RFC 7578).
 * {@link io.jevent.http.multipart.MultipartForm MultipartForm} reads a whole form, with large files on disk;
 * {@link io.jevent.http.multipart.MultipartReader MultipartReader} reads part by part while they arrive.
 */
@NullMarked
package io.jevent.http.multipart;

import org.jspecify.annotations.NullMarked;
