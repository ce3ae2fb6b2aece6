// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.kotlin

import io.jevent.bench.workload.Rounds
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** Two coroutines that yield to each other. */
object SwitchWorkload {
    @JvmStatic
    fun main(args: Array<String>) = Rounds.serve(args, ::round)

    private fun round(switches: Int): Double = runBlocking {
        val begin = System.nanoTime()
        List(2) { launch { repeat(switches / 2) { yield() } } }.joinAll()
        (System.nanoTime() - begin).toDouble() / switches
    }
}
