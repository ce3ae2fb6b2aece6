// SPDX-License-Identifier: Apache-2.0
/**
 * Files, standard input and other blocking streams of the JDK, read and written in threads, so that only the greenlet
 * that calls waits and its hub does not.
 *
 * @gevent {@code gevent.fileobject}
 */
@NullMarked
package io.jevent.file;

import org.jspecify.annotations.NullMarked;
