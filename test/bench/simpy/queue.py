"""A queue with a producer and a consumer: the least a SimPy model of a packet path would have.

queue.py PACKETS; prints: packets taken out, seconds of wall time.
"""

import random
import sys
import time

import simpy

PACKETS = int(sys.argv[1])
taken = 0


def producer(env, store, rng):
    for packet in range(PACKETS):
        yield env.timeout(rng.randint(1, 5000))
        yield store.put(packet)


def consumer(env, store):
    global taken
    for _ in range(PACKETS):
        yield store.get()
        yield env.timeout(700)
        taken += 1


env = simpy.Environment()
store = simpy.Store(env)
env.process(producer(env, store, random.Random(1)))
env.process(consumer(env, store))
start = time.perf_counter()
env.run()
print(taken, time.perf_counter() - start)
