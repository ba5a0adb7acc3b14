// The demo people, at least one per role, the three shifts that they keep, and the firm that looks after the lifts.
import type { Shift } from '../../core/contracts/shift.ts'
import type { Role } from '../../core/contracts/user.ts'
import type { EstateUser, EstateVendor } from '../estate.ts'

const person = (username: string, name: string, role: Role, more: Partial<EstateUser> = {}): EstateUser => ({
  username,
  name,
  role,
  sites: null,
  locale: 'zh-CN',
  phone: null,
  email: null,
  badge: null,
  vendor: null,
  skills: [],
  notify: [],
  enabled: true,
  ...more,
})

export const hangyun = 'hangyun'
export const vendors: EstateVendor[] = [
  {
    id: hangyun,
    name: { 'zh-CN': '杭运电梯', en: 'Hangyun Lifts' },
    phone: '0571-85550100',
    kinds: ['elevator'],
  },
]
const fitter: Partial<EstateUser> = {
  ...{ vendor: hangyun, sites: ['binjiang'] },
  skills: [{ id: 'lift', certificate: '电梯修理 T', expiresAt: '2029-03-31' }],
}

export const users: EstateUser[] = [
  person('wanglei', '王磊', 'operator', { phone: '13800000001' }),
  person('liqian', '李倩', 'operator', { phone: '13800000002' }),
  person('liuyang', '刘洋', 'operator', { phone: '13800000003' }),
  person('sunting', '孙婷', 'operator', { phone: '13800000004' }),
  person('chenhao', '陈浩', 'guard', { phone: '13800000005', badge: 'badge-chenhao', sites: ['binjiang'] }),
  person('zhaomin', '赵敏', 'guard', { phone: '13800000006', badge: 'badge-zhaomin', sites: ['binjiang'] }),
  person('wangqiang', '王强', 'technician', {
    ...{ phone: '13800000007', sites: ['binjiang'] },
    skills: [
      { id: 'electrical', certificate: '低压电工作业证', expiresAt: '2029-06-30' },
      { id: 'lift', certificate: '电梯修理 T', expiresAt: '2028-12-31' },
    ],
  }),
  // Fitters of the lift firm: it sends them itself, so they keep no shift of the estate.
  person('zhoukai', '周凯', 'technician', { phone: '13800000010', ...fitter }),
  person('wubin', '吴斌', 'technician', { phone: '13800000011', ...fitter }),
  person('zhangyu', '张宇', 'supervisor', { phone: '13800000008' }),
  person('admin', '何静', 'admin', { phone: '13800000009' }),
  person('viewer', '业委会', 'viewer', { sites: ['binjiang'] }),
]

type Hours = [id: string, zh: string, en: string, start: string, end: string, people: string[]]
const hours: Hours[] = [
  ['day', '白班', 'Day shift', '08:00', '16:00', ['wanglei', 'liqian']],
  ['evening', '中班', 'Evening shift', '16:00', '00:00', ['liuyang', 'sunting']],
  ['night', '夜班', 'Night shift', '00:00', '08:00', ['liqian', 'liuyang']],
]

export const shifts: Omit<Shift, 'version'>[] = hours.map(([id, zh, en, start, end, people]) => ({
  id,
  site: 'binjiang',
  name: { 'zh-CN': zh, en },
  start,
  end,
  days: [1, 2, 3, 4, 5, 6, 7],
  people: [...people, 'chenhao', 'zhaomin', 'wangqiang'],
  needs: [
    { role: 'operator', people: 2, post: { 'zh-CN': '监控室', en: 'Control room' } },
    { role: 'guard', people: 2 },
    { role: 'technician', people: 1, skill: 'electrical' },
  ],
}))
