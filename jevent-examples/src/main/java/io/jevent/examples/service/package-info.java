// SPDX-License-Identifier: Apache-2.0
/** A complete service: an API for notes, with users, Redis, HTTPS and an orderly end. */
@NullMarked
package io.jevent.examples.service;

import org.jspecify.annotations.NullMarked;
