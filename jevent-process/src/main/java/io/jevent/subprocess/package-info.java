// SPDX-License-Identifier: Apache-2.0
/**
 * Child processes: started, fed, read, waited for and killed by greenlets, while the others go on.
 *
 * @gevent {@code gevent.subprocess}
 */
@NullMarked
package io.jevent.subprocess;

import org.jspecify.annotations.NullMarked;
