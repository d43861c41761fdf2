import * as core from '@onecycle/tensor-core'
import * as learner from '@onecycle/learner'
import * as collab from '@onecycle/collab'
import * as collabNode from '@onecycle/collab/node'
import * as vision from '@onecycle/vision-mnist'
import { exercise } from './exercise.mjs'

const facts = await exercise({ core, learner, collab, collabNode, vision }, 'esm.safetensors')
console.log(JSON.stringify(facts))
