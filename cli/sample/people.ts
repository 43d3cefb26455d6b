import type { SampleActivity, SampleUser } from '../database/sample-data.ts';

/** The fixed time of the sample data, so that every load gives the same. */
export const SAMPLE_TIME = '2024-03-04T08:30:00.000Z';

/** The password of every sample account; they exist in the local user pool only. */
export const SAMPLE_PASSWORD = 'Local-cloud-1';

/** Has a placeholder `sub` until `db update-cognito-user-ids` stores the real one. */
const person = (uuid: string, handle: string, display_name: string): SampleUser => ({
  uuid,
  handle,
  display_name,
  email: `${handle}@example.com`,
  cognito_user_id: `sample:${handle}`,
});

export const samplePeople = [
  person('5f3a1f6e-2c0b-4d8e-9a51-0d6b7c1e4a01', 'nwaliechinyere', 'Nwalie Chinyere'),
  person('8b7e0c42-91d4-4f6a-b3c8-27f5d9e06b02', 'bayko', 'Andrew Bayko'),
  person('c1d94e7b-6a38-4b25-8f0e-93a2b5d71c03', 'londo', 'Londo Mollari'),
];

export const sampleActivity: SampleActivity = {
  uuid: 'e0a65b18-47f3-4c9d-a2e6-5b81d3f90d04',
  handle: 'bayko',
  message: 'Messaging runs on my laptop now. Say hello!',
  created_at: SAMPLE_TIME,
};
