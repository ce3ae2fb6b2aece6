// SPDX-License-Identifier: Apache-2.0
/** The table for gevent's users, compared with gevent. */
@NullMarked
package io.jevent.tests.gevent;

import org.jspecify.annotations.NullMarked;
