// SPDX-License-Identifier: Apache-2.0
/**
 * Files, standard input and other blocking streams of the JDK, read and written in threads, so that only the greenlet
 * that calls waits and its hub does not.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>Streams: {@link io.jevent.file.ThreadedInputStream}, {@link io.jevent.file.ThreadedOutputStream} and
 *       {@link io.jevent.file.StandardInput}; {@code StreamThreads} has their threads, {@code StreamReadiness} their
 *       links.
 *   <li>Files: {@link io.jevent.file.ThreadedFile}.
 *   <li>Changes: a {@link io.jevent.file.FileWatcher} reports each {@link io.jevent.file.FileChange}; a
 *       {@code ChangeSource} finds them, a {@code NotifiedSource} or a {@code PolledSource}.
 * </ul>
 *
 * @gevent {@code gevent.fileobject}
 */
@NullMarked
package io.jevent.file;

import org.jspecify.annotations.NullMarked;
